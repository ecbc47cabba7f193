package io.spotagents.boot;

import io.spotagents.model.OperatingSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text that an instance is given to run when it boots. */
public final class BootScript {

    private static final String SETTINGS = "#settings#\n";
    private static final String CLOUD = "#cloud#\n";
    private static final String START_SCRIPT = "#start-script#\n";
    private static final Pattern UNDERSCORE = Pattern.compile("_(.)");
    private static final String END = "END-OF-START-SCRIPT";

    private BootScript() {}

    /**
     * The text for an operating system.
     *
     * @throws IllegalArgumentException if it is longer than a cloud takes, as the start script is
     *     too long; it says by how much
     */
    public static String of(OperatingSystem os, BootSettings settings) {
        String text =
                switch (os) {
                    case LINUX -> linux(settings);
                    case WINDOWS -> windows(settings);
                };
        int excess = text.getBytes(StandardCharsets.UTF_8).length - settings.cloud().maxBytes();
        if (excess > 0) {
            throw new IllegalArgumentException(
                    "startScript is too long by "
                            + excess
                            + " bytes: put what it does into the image, or let it fetch a script"
                            + " and run that");
        }
        return text;
    }

    private static String linux(BootSettings settings) {
        String assignments =
                values(settings).entrySet().stream()
                        .map(
                                one ->
                                        one.getKey()
                                                + "='"
                                                + one.getValue().replace("'", "'\\''")
                                                + "'")
                        .collect(Collectors.joining("\n"));
        return text("linux.sh")
                .replace(SETTINGS, assignments + "\n")
                .replace(CLOUD, text(settings.cloud().provider() + ".sh"))
                .replace(START_SCRIPT, hereDocument(settings.steps().startScript()));
    }

    /** What stands in a file of its own cannot break what stands around it. */
    private static String hereDocument(String script) {
        if (script.isBlank()) {
            return "";
        }
        String end = END;
        while (script.contains(end)) {
            end += "-";
        }
        String lineEnd = script.endsWith("\n") ? "" : "\n";
        return "cat > start-script << '"
                + end
                + "'\n"
                + script
                + lineEnd
                + end
                + "\nchmod 700 start-script\n";
    }

    private static String windows(BootSettings settings) {
        Map<String, String> values = values(settings);
        byte[] script = settings.steps().startScript().getBytes(StandardCharsets.UTF_8);
        values.put("start_script", Base64.getEncoder().encodeToString(script));
        String assignments =
                values.entrySet().stream()
                        .map(one -> assignment(one.getKey(), one.getValue()))
                        .collect(Collectors.joining("\n"));
        String body =
                text("windows.ps1")
                        .replace(SETTINGS, assignments + "\n")
                        .replace(CLOUD, text(settings.cloud().provider() + ".ps1"));
        return settings.cloud().frame(body);
    }

    /** A number is compared with numbers, which PowerShell does by the type on the left. */
    private static String assignment(String name, String value) {
        String camel =
                UNDERSCORE
                        .matcher(name)
                        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        return name.equals("boot_seconds")
                ? "$" + camel + " = " + value
                : "$" + camel + " = '" + value.replace("'", "''") + "'";
    }

    private static Map<String, String> values(BootSettings settings) {
        String url = settings.controllerUrl().toASCIIString();
        BootSettings.Launch launch = settings.launch();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("provider", settings.cloud().provider());
        values.put("controller_url", url.endsWith("/") ? url : url + "/");
        values.put("controller", settings.controller().toString());
        values.put("boot_seconds", Long.toString(launch.bootDeadline().toSeconds()));
        values.put("user", settings.steps().user());
        values.put("java", settings.steps().java());
        values.put("jvm_options", settings.steps().jvmOptions());
        values.put("intent", launch.intent().map(UUID::toString).orElse(""));
        values.put("secret", launch.secret().orElse(""));
        values.putAll(launch.more());
        return values;
    }

    private static String text(String name) {
        try (InputStream in = BootScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + BootScript.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
