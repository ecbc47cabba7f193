// Run by the Jenkins that ./demo starts, once it is up: makes two jobs, runs the pipeline, takes one
// of its instances away as a cloud would, and writes what came of it to demo.json.
import groovy.json.JsonOutput
import hudson.model.FreeStyleProject
import hudson.model.Label
import hudson.tasks.Shell
import io.jenkins.plugins.spotagents.agent.SpotComputer
import io.jenkins.plugins.spotagents.fleet.FleetRegistry
import io.spotagents.provider.local.LocalProvider
import java.time.Duration
import java.time.Instant
import jenkins.model.Jenkins
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition
import org.jenkinsci.plugins.workflow.job.WorkflowJob

def jenkins = Jenkins.get()
def script = new File(jenkins.rootDir, 'demo.Jenkinsfile').text

def pipeline = jenkins.getItem('pipeline') ?: jenkins.createProject(WorkflowJob, 'pipeline')
pipeline.definition = new CpsFlowDefinition(script, true)
pipeline.save()

def freestyle = jenkins.getItem('freestyle') ?: jenkins.createProject(FreeStyleProject, 'freestyle')
freestyle.assignedLabel = Label.get('spot')
freestyle.buildersList.replaceBy([new Shell('echo "on $NODE_NAME"; sleep 30')])
freestyle.save()

def progress = new File(jenkins.rootDir, 'demo.progress')
def tell = { String line -> progress << line + '\n' }

Thread.startDaemon('demo') {
    try {
        def started = Instant.now()
        def build = pipeline.scheduleBuild2(0).waitForStart()
        tell "the pipeline runs: ${build.absoluteUrl}console"
        def busy = { jenkins.computers.findAll { it instanceof SpotComputer && it.countBusy() > 0 } }
        while (build.building && busy().size() < 3) { sleep 500 }
        sleep 8000
        def taken = busy().find { true }
        if (taken != null) {
            tell "the cloud announces that it takes ${taken.name} of ${taken.pool()} back"
            def provider = (LocalProvider) FleetRegistry.get().provider('trying-out/here').get()
            provider.reclaim(taken.instanceId(), Duration.ofSeconds(12))
        }
        while (build.building) { sleep 500 }
        def log = build.log
        // A body that begins a second time has survived the end of its instance.
        def again = (log =~ /part \d+ begins on \S+, attempt [2-9]/).collect { it }
        again.each { tell it }
        def cost = FleetRegistry.get().costs().get().total()
        def summary = [
            result: build.result.toString(),
            reclaimsSurvived: again.size(),
            instances: cost.instances().running() + cost.instances().ended(),
            costUsd: cost.spent().dollars(),
            onDemandUsd: cost.onDemand().dollars(),
            wallSeconds: Duration.between(started, Instant.now()).toMillis() / 1000.0,
        ]
        new File(jenkins.rootDir, 'demo.json').text = JsonOutput.toJson(summary)
    } catch (Throwable e) {
        tell "the demo broke: $e"
        new File(jenkins.rootDir, 'demo.json').text = JsonOutput.toJson([result: 'BROKEN', error: e.toString()])
    }
}
