package io.spotagents.enrolment;

/**
 * What an instance needs to connect as an agent.
 *
 * @param secret for this node alone
 */
public record Handout(String nodeName, String secret) {

    /** Without the secret, so that it cannot get into a log. */
    @Override
    public String toString() {
        return "Handout for " + nodeName;
    }
}
