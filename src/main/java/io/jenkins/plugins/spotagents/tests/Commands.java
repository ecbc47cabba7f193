package io.jenkins.plugins.spotagents.tests;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Proc;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.spotagents.batches.Batch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs commands of a test run in a workspace. What they print stays on the agent, in the folder
 * {@value #FOLDER}; only its end is fetched, and only when something went wrong.
 */
final class Commands implements RunningBatch.Runner {

    private static final Logger LOGGER = Logger.getLogger(Commands.class.getName());

    /** In the workspace. */
    static final String FOLDER = ".spot-tests";

    static final String TESTS_FILE = "SPOT_TESTS_FILE";
    static final String BATCH = "SPOT_TESTS_BATCH";

    /** The names themselves, unless they are more than an environment takes everywhere. */
    static final String TESTS = "SPOT_TESTS";

    private static final int MOST_TESTS_CHARACTERS = 30_000;

    /** Marks the processes of this run in this workspace, so that they can be found and ended. */
    private static final String COOKIE = "SPOT_TESTS_COOKIE";

    private static final int MOST_LAST_CHARACTERS = 2_000;
    private static final int KILL_SECONDS = 20;

    private final LiveRun live;
    private final Launcher launcher;
    private final FilePath workspace;
    private final FilePath folder;
    private final Map<String, String> cookie;

    Commands(LiveRun live, Node node, FilePath workspace) throws IOException, InterruptedException {
        this.live = live;
        this.launcher = node.createLauncher(TaskListener.NULL);
        this.workspace = workspace;
        this.folder = workspace.child(FOLDER);
        this.cookie = Map.of(COOKIE, live.id() + " " + workspace.getRemote());
        folder.mkdirs();
    }

    FilePath workspace() {
        return workspace;
    }

    /** What a controller that was killed could not end. */
    void killLeftOver() throws IOException, InterruptedException {
        launcher.kill(cookie);
    }

    /** A command can always begin. */
    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void notUsed() {
        // nothing was taken
    }

    @Override
    public Running start(Batch batch) throws IOException, InterruptedException {
        return start("batch", live.step().getCommand(), variables(batch));
    }

    /** What tells of a batch; writes the file with its tests. */
    Map<String, String> variables(Batch batch) throws IOException, InterruptedException {
        FilePath list = folder.child("tests.txt");
        String names = String.join("\n", batch.tests());
        list.write(names + "\n", "UTF-8");
        Map<String, String> variables = new HashMap<>(cookie);
        variables.put(TESTS_FILE, list.getRemote());
        variables.put(BATCH, Integer.toString(batch.number()));
        if (names.length() <= MOST_TESTS_CHARACTERS) {
            variables.put(TESTS, names);
        }
        return variables;
    }

    /** Of the workspace. */
    Map<String, String> place() {
        FilePath temporary = WorkspaceList.tempDir(workspace);
        Map<String, String> place = new HashMap<>(Map.of("WORKSPACE", workspace.getRemote()));
        if (temporary != null) {
            place.put("WORKSPACE_TMP", temporary.getRemote());
        }
        return place;
    }

    /** Starts a command as a script of its own, as the {@code sh} step does. */
    Running start(String name, String command, Map<String, String> variables)
            throws IOException, InterruptedException {
        EnvVars environment = new EnvVars(live.environment());
        Computer computer = workspace.toComputer();
        if (computer != null) {
            environment.overrideAll(computer.buildEnvironment(TaskListener.NULL));
        }
        environment.putAll(place());
        environment.putAll(variables);
        environment.putAll(cookie);
        boolean isUnix = launcher.isUnix();
        FilePath script = folder.child(name + (isUnix ? ".sh" : ".bat"));
        FilePath output = folder.child(name + ".log");
        script.write(isUnix ? command + "\n" : command.replace("\n", "\r\n") + "\r\n", "UTF-8");
        String redirected = script.getRemote() + "\" > \"" + output.getRemote() + "\" 2>&1";
        Proc process =
                launcher.launch()
                        .cmds(
                                isUnix
                                        ? List.of("sh", "-c", "sh -xe \"" + redirected)
                                        : List.of("cmd", "/c", "call \"" + redirected))
                        .envs(environment)
                        .pwd(workspace)
                        .quiet(true)
                        .start();
        return new Running(process, output);
    }

    /** A command that was started. Closing it ends it, with all its processes. */
    final class Running implements RunningBatch {

        private final Proc process;
        private final FilePath output;

        private Running(Proc process, FilePath output) {
            this.process = process;
            this.output = output;
        }

        @Override
        public boolean isAlive() throws IOException, InterruptedException {
            return process.isAlive();
        }

        int exitCode() throws IOException, InterruptedException {
            return process.joinWithTimeout(KILL_SECONDS, TimeUnit.SECONDS, TaskListener.NULL);
        }

        @Override
        public Ended ended() throws IOException, InterruptedException {
            return new Ended(Messages.Commands_Ended(exitCode()), lastLines());
        }

        /** It may go on for as long as it can. */
        @Override
        public void agentLeaves() {
            // its reports count
        }

        /** Of what it printed. */
        String lastLines() throws IOException, InterruptedException {
            long skipped = Math.max(0, output.length() - MOST_LAST_CHARACTERS);
            try (InputStream end = output.readFromOffset(skipped)) {
                return new String(end.readNBytes(MOST_LAST_CHARACTERS), StandardCharsets.UTF_8)
                        .strip();
            }
        }

        @Override
        public void close() {
            try {
                if (process.isAlive()) {
                    process.kill();
                    launcher.kill(cookie);
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.FINE, e, () -> "It has gone with its agent: " + output);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
