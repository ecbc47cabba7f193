package io.jenkins.plugins.spotagents.tests

/** A test run by a command, which is a step of its own, or by a body, in branches of the build. */
class SpotTests implements Serializable {

    private static final long serialVersionUID = 1L

    private final Object script

    SpotTests(Object script) {
        this.script = script
    }

    def call() {
        call([:])
    }

    def call(Closure body) {
        call([:], body)
    }

    def call(Map options) {
        script.steps.'io.jenkins.plugins.spotagents.tests.SpotTestsStep'(options)
    }

    def call(Map options, Closure body) {
        script.steps.'io.jenkins.plugins.spotagents.tests.SpotTestsBlockStep'(options) {
            int count = script.env.SPOT_TESTS_LANES as int
            Map lanes = [:]
            for (int i = 1; i <= count; i++) {
                lanes['agent ' + i] = {
                    script.steps.spotTestsLane {
                        body()
                    }
                }
            }
            script.steps.parallel(lanes)
        }
    }
}
