package io.spotagents.enrolment;

class InMemoryEnrolmentsTest extends EnrolmentBookContract {

    @Override
    protected EnrolmentBook book() {
        return new InMemoryEnrolments();
    }
}
