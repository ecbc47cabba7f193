package io.spotagents.provider.local;

import io.spotagents.provider.local.BootCommand.Command;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The supervisor as a program on disk. Its classes are copied out of wherever they were loaded
 * from, so it does not matter whether that is a folder, a jar or a plugin; a new version gets a
 * folder of its own, as supervisors of the old one may still be running.
 */
final class SupervisorProgram {

    private static final List<String> CLASSES =
            List.of(
                    "EndReason",
                    "InstanceFiles",
                    "InstanceFiles$Deletion",
                    "InstanceLife",
                    "InstancePlan",
                    "LinuxProcesses",
                    "LocalInstance");

    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-Xmx16m",
                    "-Xss256k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData");

    /** What an instance may know of the controller's environment, which may hold secrets. */
    private static final List<String> SHARED_VARIABLES =
            List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");

    private final Path classPath;

    private SupervisorProgram(Path classPath) {
        this.classPath = classPath;
    }

    /** Writes the program below {@code home}, unless it is there already. */
    static SupervisorProgram installedIn(Path home) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String name : CLASSES) {
            classes.put(name, bytes(name + ".class"));
        }
        Path folder = home.resolve("supervisor-" + version(classes));
        if (!Files.exists(folder)) {
            Files.createDirectories(home);
            install(classes, home, folder);
        }
        return new SupervisorProgram(folder);
    }

    /** Starts the supervisor of an instance whose directory has been written. */
    void start(Path directory, Command command) throws IOException {
        List<String> line = new ArrayList<>();
        sessionStarter().ifPresent(line::add);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JVM_OPTIONS);
        line.addAll(List.of("-cp", classPath.toString(), LocalInstance.class.getName()));
        line.add(directory.toString());
        line.addAll(command.line());
        File log = directory.resolve(InstanceFiles.SUPERVISOR_LOG).toFile();
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        builder.environment().keySet().retainAll(SHARED_VARIABLES);
        builder.environment().putAll(command.environment());
        builder.environment().put(LocalInstance.SUPERVISOR_VARIABLE, InstanceFiles.name(directory));
        builder.start();
    }

    /** A session of its own keeps signals to the controller's terminal away from the instance. */
    private static Optional<String> sessionStarter() {
        String folders = System.getenv().getOrDefault("PATH", "");
        return Stream.of(folders.split(File.pathSeparator))
                .map(folder -> new File(folder, "setsid"))
                .filter(File::canExecute)
                .map(File::getPath)
                .findFirst();
    }

    /** In one step, so that a crash leaves the whole program or none. */
    private static void install(Map<String, byte[]> classes, Path home, Path folder)
            throws IOException {
        Path draft = Files.createTempDirectory(home, ".supervisor");
        Path packageFolder = draft.resolve(packagePath());
        Files.createDirectories(packageFolder);
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            Files.write(packageFolder.resolve(entry.getKey() + ".class"), entry.getValue());
        }
        try {
            Files.move(draft, folder);
        } catch (IOException e) {
            InstanceFiles.deleteTree(draft);
            if (!Files.exists(folder)) {
                throw e;
            }
        }
    }

    private static byte[] bytes(String classFile) throws IOException {
        try (InputStream stream = LocalInstance.class.getResourceAsStream(classFile)) {
            if (stream == null) {
                throw new IOException("the class file " + classFile + " is missing");
            }
            return stream.readAllBytes();
        }
    }

    private static String version(Map<String, byte[]> classes) {
        Digest digest = new Digest();
        classes.values().forEach(digest::add);
        return digest.hex().substring(0, 12);
    }

    private static String packagePath() {
        return LocalInstance.class.getPackageName().replace('.', '/');
    }
}
