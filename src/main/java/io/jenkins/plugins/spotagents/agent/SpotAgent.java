package io.jenkins.plugins.spotagents.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.TaskListener;
import hudson.slaves.AbstractCloudSlave;
import hudson.slaves.ComputerLauncher;
import io.jenkins.plugins.spotagents.cloud.SpotTemplate;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.fleet.FleetEvent;
import io.spotagents.fleet.Member;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.UUID;

/**
 * Jenkins' node for one instance. It is written to disk, so that builds find their agent again
 * after a restart; what it keeps of the instance is plain text, which outlives changes of the core.
 */
public final class SpotAgent extends AbstractCloudSlave {

    @Serial private static final long serialVersionUID = 1L;

    private final String instanceId;
    private final String source;
    private final String pool;
    private final String cloud;
    private final String template;
    private final String controller;
    private final String intent;
    private final long launchedAtMillis;
    private final boolean resubmit;
    private final boolean oneShot;

    /** Read from the pool when it is first asked for. */
    private transient volatile Purchase purchase;

    /**
     * @param name unguessable, never used before
     */
    public SpotAgent(String name, Member member, SpotTemplate settings, ComputerLauncher launcher)
            throws Descriptor.FormException, IOException {
        super(name, settings.getRemoteFs(), launcher);
        Instance instance = member.instance();
        this.instanceId = instance.id();
        this.source = member.source();
        this.pool = instance.pool().id();
        this.cloud = instance.owner().template().cloud();
        this.template = instance.owner().template().template();
        this.controller = instance.owner().controller().toString();
        this.intent = instance.owner().intent().toString();
        this.launchedAtMillis = instance.launchedAt().toEpochMilli();
        this.resubmit = settings.isResubmit();
        this.oneShot = settings.isOneShot();
        setNumExecutors(settings.getExecutors());
        setMode(settings.getMode());
        setLabelString(settings.getLabels());
        setNodeDescription(instance.id() + " of " + pool);
        setRetentionStrategy(new FleetRetention());
    }

    public String getInstanceId() {
        return instanceId;
    }

    /** Name of the source that the instance came from. */
    public String getSource() {
        return source;
    }

    /** The pool of the instance, as text. */
    public String getPool() {
        return pool;
    }

    /** How the instance is paid for. */
    public Purchase purchase() {
        Purchase known = purchase;
        if (known == null) {
            known = Pool.parse(pool).purchase();
            purchase = known;
        }
        return known;
    }

    public TemplateKey templateKey() {
        return new TemplateKey(cloud, template);
    }

    /** Whether builds other than pipelines are put back into the queue after a reclaim. */
    public boolean isResubmit() {
        return resubmit;
    }

    /** Whether the agent takes one build only. */
    public boolean isOneShot() {
        return oneShot;
    }

    /** The instance as it was when this node was made. */
    public Instance instance() {
        Owner owner =
                new Owner(UUID.fromString(controller), templateKey(), UUID.fromString(intent));
        return new Instance(
                instanceId,
                Pool.parse(pool),
                owner,
                InstanceState.RUNNING,
                Instant.ofEpochMilli(launchedAtMillis));
    }

    @Override
    public SpotComputer createComputer() {
        return new SpotComputer(this);
    }

    /** Somebody wants this agent gone: its instance is ended by the loop. */
    @Override
    protected void _terminate(TaskListener listener) {
        FleetRegistry.get().post(new FleetEvent.AgentDrained(instanceId));
    }

    /** Agents are made by the fleet loop, not in a form. */
    @Extension
    public static final class DescriptorImpl extends SlaveDescriptor {

        @Override
        public boolean isInstantiable() {
            return false;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Spot agent";
        }
    }
}
