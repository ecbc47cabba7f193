package io.spotagents.provider.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * The processes of this machine, found by what they inherit: a process that left its parent, its
 * group and its session still carries its instance's id in its environment. Reads {@code /proc}.
 */
final class LinuxProcesses {

    static final Path PROC = Path.of("/proc");

    private static final int MOST_ROUNDS = 300;
    private static final long PAUSE_NANOS = 10_000_000;

    /** Fields of {@code /proc/<pid>/stat}, counted from behind the command's name. */
    private static final int STATE = 0;

    private static final int SESSION = 3;
    private static final int START_TIME = 19;

    private final Path proc;

    LinuxProcesses(Path proc) {
        this.proc = proc;
    }

    /** Whether this machine tells of its processes in the way that is read here. */
    boolean areVisible() {
        return Files.isReadable(proc.resolve("self/environ"));
    }

    /** Milliseconds since the machine started: a monotonic clock that all processes share. */
    long uptimeMillis() throws IOException {
        String[] words = Files.readString(proc.resolve("uptime")).split(" ");
        return Math.round(Double.parseDouble(words[0]) * 1000);
    }

    /**
     * Words that name one process and no other, also not one that gets the same number later; empty
     * if no such process runs.
     */
    Optional<String> identity(long pid) throws IOException {
        List<String> stat = stat(pid);
        if (!isAlive(stat)) {
            return Optional.empty();
        }
        String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).trim();
        return Optional.of(pid + " " + stat.get(START_TIME) + " " + boot);
    }

    /** Whether the process with these words runs; words that nobody gave name no process. */
    boolean isRunning(String identity) throws IOException {
        String pid = identity.split(" ", 2)[0];
        return pid.matches("[0-9]{1,9}")
                && identity(Long.parseLong(pid)).filter(identity::equals).isPresent();
    }

    /** Numbers of the processes that carry this variable with this value. */
    List<Long> carrying(String name, String value) throws IOException {
        return matching(pid -> carries(pid, name, value));
    }

    boolean carries(long pid, String name, String value) {
        try {
            byte[] environment = Files.readAllBytes(directory(pid).resolve("environ"));
            String text = "\0" + new String(environment, StandardCharsets.UTF_8) + "\0";
            return text.contains("\0" + name + "=" + value + "\0");
        } catch (IOException e) {
            return false; // gone meanwhile, or another user's
        }
    }

    boolean isInSession(long pid, long session) {
        List<String> stat = stat(pid);
        return isAlive(stat) && stat.get(SESSION).equals(Long.toString(session));
    }

    /**
     * Kills what matches until nothing does, as what is being killed may still start others. This
     * process itself is left out.
     *
     * @return whether nothing is left
     */
    boolean kill(LongPredicate isDoomed) throws IOException {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Long> found = matching(isDoomed);
            if (found.isEmpty()) {
                return true;
            }
            for (long pid : found) {
                // The handle knows the process's start: if it still matches now, the kill meets it.
                ProcessHandle.of(pid)
                        .filter(handle -> isDoomed.test(pid))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    private List<Long> matching(LongPredicate condition) throws IOException {
        long self = ProcessHandle.current().pid();
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(InstanceFiles.name(entry));
                if (pid != self && condition.test(pid)) {
                    found.add(pid);
                }
            }
        }
        return found;
    }

    /** A process that has ended may stand in the list until somebody asks how it ended. */
    private static boolean isAlive(List<String> stat) {
        return !stat.isEmpty() && !stat.get(STATE).equals("Z") && !stat.get(STATE).equals("X");
    }

    private List<String> stat(long pid) {
        try {
            String line =
                    Files.readString(directory(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
            return List.of(line.substring(line.lastIndexOf(')') + 2).trim().split(" "));
        } catch (IOException e) {
            return List.of(); // gone meanwhile
        }
    }

    private Path directory(long pid) {
        return proc.resolve(Long.toString(pid));
    }
}
