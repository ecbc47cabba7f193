package io.jenkins.plugins.spotagents.pipeline

/**
 * A node block that begins anew on another agent when its own is reclaimed or lost, and has a
 * separate budget for what it does wrong itself.
 */
class SpotNode implements Serializable {

    private static final long serialVersionUID = 1L

    private final Object script

    SpotNode(Object script) {
        this.script = script
    }

    def call(String label, Closure body) {
        call([:], label, body)
    }

    def call(Map options, String label, Closure body) {
        // Plain numbers, since all that a running build holds is written to disk.
        int reclaims = Budgets.of(options).reclaims()
        int failures = Budgets.of(options).failures()
        if (failures == 0) {
            return reclaimed(reclaims, label, body)
        }
        script.retry(count: failures + 1, conditions: [script.spotFailure()]) {
            reclaimed(reclaims, label, body)
        }
    }

    private def reclaimed(int reclaims, String label, Closure body) {
        script.retry(count: reclaims + 1, conditions: [script.spotReclaim()]) {
            script.node(label) {
                body()
            }
        }
    }
}
