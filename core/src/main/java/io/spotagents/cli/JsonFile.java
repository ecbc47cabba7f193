package io.spotagents.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a command tells, for programs to read. */
final class JsonFile {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFile() {}

    /** Replaces what the file held; fields in the order of the map. */
    static void write(Path file, Map<String, Object> report) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file, "cannot be written, as its folder is not there");
        }
        Files.writeString(file, MAPPER.writeValueAsString(report) + "\n");
    }
}
