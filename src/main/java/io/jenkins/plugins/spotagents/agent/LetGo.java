package io.jenkins.plugins.spotagents.agent;

import hudson.remoting.Channel;
import io.spotagents.watch.NoticeWatcher;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.MasterToSlaveCallable;

/** Tells an agent that it has nothing to do any more, so that its instance may be taken at once. */
final class LetGo extends MasterToSlaveCallable<Boolean, IOException> {

    @Serial private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(LetGo.class.getName());

    /** A metadata service answers within milliseconds; an agent that is gone never does. */
    private static final long SECONDS = 3;

    /**
     * Waits until the cloud has been told, for some seconds at most: what starts an agent may end
     * it with its channel.
     *
     * @param computer takes no work and holds none
     */
    static void tell(SpotComputer computer) throws InterruptedException {
        Channel channel = computer.getChannel();
        if (channel == null) {
            return;
        }
        try {
            channel.callAsync(new LetGo()).get(SECONDS, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOGGER.log(Level.FINE, e, () -> computer.getName() + " is not let go early");
        }
    }

    /** On the agent: whom to tell. Loads this class while there is time. */
    static void remember(NoticeWatcher watcher, Channel channel) {
        channel.setProperty(NoticeWatcher.class, watcher);
    }

    /** Whether anything watches over that machine. */
    @Override
    public Boolean call() throws IOException {
        if (!(getOpenChannelOrFail().getProperty(NoticeWatcher.class) instanceof NoticeWatcher w)) {
            return false;
        }
        try {
            w.letGo().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the cloud cannot be told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
