package io.spotagents.provider.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor of one instance: a process of its own that starts the agent's process, watches for
 * what the instance is told, and ends everything in it. It outlives the controller. Runs on the JDK
 * alone, from copies of the classes that {@link SupervisorProgram} names.
 */
final class LocalInstance {

    /** Environment variable of every process of an instance; holds the instance's id. */
    static final String INSTANCE_VARIABLE = "SPOT_AGENTS_INSTANCE";

    /** Environment variable of every process of an instance; holds the instance's directory. */
    static final String DIRECTORY_VARIABLE = "SPOT_AGENTS_INSTANCE_DIR";

    /** Environment variable of the supervisor; holds the instance's id. */
    static final String SUPERVISOR_VARIABLE = "SPOT_AGENTS_SUPERVISOR";

    private static final long TICK_NANOS = 50_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Path directory;
    private final List<String> command;
    private final LinuxProcesses processes = new LinuxProcesses(LinuxProcesses.PROC);
    private final InstanceLife life;
    private final long launchedAtNanos;
    private String lease = "";
    private String reclaim = "";
    private OptionalLong announced = OptionalLong.empty();
    private @Nullable Process agent;
    private boolean isSignaled;
    private boolean isOver;

    private LocalInstance(Path directory, List<String> command) throws IOException {
        this.directory = directory;
        this.command = command;
        InstancePlan plan =
                InstancePlan.readFrom(InstanceFiles.readProperties(file(InstanceFiles.INSTANCE)));
        long sinceLaunch = processes.uptimeMillis() - plan.launchedAtUptime();
        this.launchedAtNanos = System.nanoTime() - sinceLaunch * NANOS_PER_MILLI;
        this.life = new InstanceLife(plan);
    }

    /** Arguments: the instance's directory, and the command line of its agent. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        new LocalInstance(Path.of(words.get(0)), words.subList(1, words.size())).supervise();
    }

    private void supervise() throws IOException {
        long self = ProcessHandle.current().pid();
        InstanceFiles.write(file(InstanceFiles.SUPERVISOR), processes.identity(self).orElseThrow());
        if (InstanceFiles.exists(file(InstanceFiles.ENDED))) {
            return; // given up before this process came to life
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(EndReason.LOST)));
        end(live());
    }

    private EndReason live() {
        try {
            while (true) {
                Optional<EndReason> reason = step(sinceLaunch());
                if (reason.isPresent()) {
                    return reason.get();
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return EndReason.LOST;
        }
    }

    /** What it was told comes before what is due: a renewal that came in time is not missed. */
    private Optional<EndReason> step(long now) throws IOException {
        if (InstanceFiles.exists(file(InstanceFiles.END))) {
            return Optional.of(EndReason.END);
        }
        listen(now);
        announce(now);
        signal(now);
        Optional<EndReason> reason = life.endReason(now);
        if (reason.isPresent()) {
            return reason;
        }
        return life.hasBooted(now) ? runAgent() : Optional.empty();
    }

    private void listen(long now) throws IOException {
        String newLease = InstanceFiles.read(file(InstanceFiles.LEASE)).orElse("");
        if (!newLease.equals(lease)) {
            lease = newLease;
            firstNumber(newLease).ifPresent(length -> life.renewLease(now, length));
        }
        String newReclaim = InstanceFiles.read(file(InstanceFiles.RECLAIM)).orElse("");
        if (!newReclaim.equals(reclaim)) {
            reclaim = newReclaim;
            firstNumber(newReclaim).ifPresent(lead -> life.reclaimAfter(now, lead));
        }
    }

    private void announce(long now) throws IOException {
        OptionalLong deadline = life.announcedDeadline(now);
        if (deadline.isEmpty() || deadline.equals(announced) || deadline.getAsLong() <= now) {
            return;
        }
        announced = deadline;
        long onTheClock = System.currentTimeMillis() + deadline.getAsLong() - now;
        Properties notice = new Properties();
        notice.setProperty("action", "reclaim");
        notice.setProperty("deadline", Long.toString(onTheClock));
        InstanceFiles.write(file(InstanceFiles.NOTICE), notice);
    }

    private void signal(long now) throws IOException {
        if (!isSignaled && life.isAtRisk(now)) {
            isSignaled = true;
            Properties signal = new Properties();
            signal.setProperty("at", Long.toString(System.currentTimeMillis()));
            InstanceFiles.write(file(InstanceFiles.REBALANCE), signal);
        }
    }

    private Optional<EndReason> runAgent() throws IOException {
        if (agent == null) {
            try {
                agent = start();
            } catch (IOException e) {
                e.printStackTrace(); // this process's output is the log
                return Optional.of(EndReason.EXIT);
            }
            InstanceFiles.write(file(InstanceFiles.RUNNING), Long.toString(agent.pid()));
        }
        return agent.isAlive() ? Optional.empty() : Optional.of(EndReason.EXIT);
    }

    private Process start() throws IOException {
        Path disk = Files.createDirectories(file(InstanceFiles.DISK));
        File log = file(InstanceFiles.AGENT_LOG).toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(disk.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().remove(SUPERVISOR_VARIABLE);
        builder.environment().put(INSTANCE_VARIABLE, id());
        builder.environment().put(DIRECTORY_VARIABLE, directory.toString());
        return builder.start();
    }

    private synchronized void end(EndReason reason) {
        if (isOver) {
            return;
        }
        isOver = true;
        try {
            long session = ProcessHandle.current().pid();
            boolean isEmpty =
                    processes.kill(
                            pid ->
                                    processes.carries(pid, INSTANCE_VARIABLE, id())
                                            || processes.isInSession(pid, session));
            if (!isEmpty) {
                System.err.println("Some processes could not be killed");
            }
            InstanceFiles.write(file(InstanceFiles.ENDED), reason.text());
            InstanceFiles.deleteTree(file(InstanceFiles.DISK));
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    private long sinceLaunch() {
        return (System.nanoTime() - launchedAtNanos) / NANOS_PER_MILLI;
    }

    /** The number a control file starts with; empty if it does not: builds can write there too. */
    private static OptionalLong firstNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.split("\\s", 2)[0]));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private String id() {
        return InstanceFiles.name(directory);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
