package io.jenkins.plugins.spotagents.agent;

import hudson.remoting.Asynchronous;
import hudson.remoting.Channel;
import io.spotagents.watch.AnnouncedReclaim;
import io.spotagents.watch.AwsMetadata;
import io.spotagents.watch.AzureMetadata;
import io.spotagents.watch.GcpMetadata;
import io.spotagents.watch.InstanceMetadata;
import io.spotagents.watch.LocalMetadata;
import io.spotagents.watch.NoticeWatcher;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import jenkins.security.MasterToSlaveCallable;

/** Starts a watcher on the agent, which pushes notices and warnings over its own channel. */
final class WatchInstance extends MasterToSlaveCallable<Boolean, IOException> {

    @Serial private static final long serialVersionUID = 1L;

    private final Sink sink;
    private final NoticeWatcher.Rhythm rhythm;

    WatchInstance(Sink sink, NoticeWatcher.Rhythm rhythm) {
        this.sink = sink;
        this.rhythm = rhythm;
    }

    /**
     * Where notices go. The controller makes one for each channel, so that what an agent says is
     * said of the agent that owns the channel, whatever it says.
     */
    interface Sink extends Serializable {
        /**
         * @param leftMillis time until the instance stops; a duration, as clocks differ
         */
        @Asynchronous
        void reclaimAnnounced(long leftMillis);

        /**
         * @param agoMillis time since the cloud signaled that a reclaim is more likely than before
         */
        @Asynchronous
        void riskRaised(long agoMillis);
    }

    /** Whether there is anything to watch on that machine. */
    @Override
    public Boolean call() throws IOException {
        Channel channel = getOpenChannelOrFail();
        return metadata(System.getenv()).map(metadata -> watch(metadata, channel)).isPresent();
    }

    /** All write their lease to a directory, so what is told of one cloud alone is asked first. */
    private static Optional<InstanceMetadata> metadata(Map<String, String> environment) {
        return AwsMetadata.ofThisInstance(environment)
                .<InstanceMetadata>map(metadata -> metadata)
                .or(() -> GcpMetadata.ofThisInstance(environment))
                .or(() -> AzureMetadata.ofThisInstance(environment))
                .or(() -> LocalMetadata.ofThisInstance(environment));
    }

    private NoticeWatcher watch(InstanceMetadata metadata, Channel channel) {
        NoticeWatcher watcher =
                NoticeWatcher.start(
                        metadata,
                        rhythm,
                        () -> !channel.isClosingOrClosed(),
                        this::tell,
                        this::tellRisk);
        LetGo.remember(watcher, channel);
        channel.addListener(
                new Channel.Listener() {
                    @Override
                    public void onClosed(Channel closed, IOException cause) {
                        watcher.close();
                    }
                });
        return watcher;
    }

    private void tell(AnnouncedReclaim announced) {
        sink.reclaimAnnounced(Duration.between(Instant.now(), announced.deadline()).toMillis());
    }

    private void tellRisk(Instant since) {
        sink.riskRaised(Duration.between(since, Instant.now()).toMillis());
    }
}
