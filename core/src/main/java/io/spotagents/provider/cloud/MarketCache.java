package io.spotagents.provider.cloud;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.Cached.Dated;
import io.spotagents.provider.cloud.Cached.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was read of the market, in a folder, so that a restart reads nothing again that is still
 * fresh: a file for each figure, account and region, written whole. Nothing depends on it: what is
 * missing, damaged, too large or of another version is read anew. See docs/decisions/0018. Safe to
 * use from any thread.
 */
public final class MarketCache {

    /** Nothing is kept. */
    public static final MarketCache NONE = new MarketCache(Optional.empty());

    private static final Logger LOGGER = Logger.getLogger(MarketCache.class.getName());
    private static final int VERSION = 1;
    private static final String SUFFIX = ".json";

    /** The spot prices of the largest region take some 700 KiB. */
    private static final long MOST_BYTES = 8 << 20;

    /** Thirty accounts and regions with two operating systems. */
    private static final int MOST_FILES = 200;

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9-]");

    /** A row that lacks something is damaged. */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                    .build();

    private final Optional<Path> folder;

    private MarketCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** In a folder, made when the first figure is kept; nobody else writes there. */
    public static MarketCache in(Path folder) {
        return new MarketCache(Optional.of(folder));
    }

    /**
     * How a figure is written: as rows, which are records of texts and numbers.
     *
     * @param type of a list of rows
     */
    public record Rows<T, R>(
            Class<R[]> type, Function<T, List<R>> write, Function<List<R>, T> read) {}

    /** Names a figure; what differs by it does not share a file. */
    public interface Name {
        String get() throws ProviderException;
    }

    /**
     * Where a figure survives a restart.
     *
     * @param time by which what was kept is believed to be of the past
     */
    public <T, R> Kept<T> figure(Name name, Rows<T, R> rows, InstantSource time) {
        return new Kept<>() {
            @Override
            public Optional<Dated<T>> recall() throws ProviderException {
                // Asking for the name may cost a call.
                return folder.isEmpty()
                        ? Optional.empty()
                        : load(file(folder.get(), name.get()), rows, time.instant());
            }

            @Override
            public void keep(Dated<T> read) throws ProviderException {
                if (folder.isPresent()) {
                    save(folder.get(), file(folder.get(), name.get()), rows, read);
                }
            }
        };
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(UNSAFE.matcher(name).replaceAll("_") + SUFFIX);
    }

    /** A clock that was set back must not keep old figures fresh. */
    private static <T, R> Optional<Dated<T>> load(Path file, Rows<T, R> rows, Instant now) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            JsonNode read = JSON.readTree(file.toFile());
            if (read.path("version").asInt() != VERSION) {
                throw new IOException("it is not of version " + VERSION);
            }
            Instant at = Instant.parse(read.path("at").asText());
            if (at.isAfter(now)) {
                throw new IOException("it was read in the future, at " + at);
            }
            R[] found = JSON.treeToValue(read.required("rows"), rows.type());
            if (Arrays.stream(found).anyMatch(Objects::isNull)) {
                throw new IOException("a row is missing");
            }
            return Optional.of(new Dated<>(rows.read().apply(List.of(found)), at));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOGGER.log(
                    Level.INFO,
                    () -> "The market is read anew, as " + file + " cannot be used: " + e);
            return Optional.empty();
        }
    }

    private static <T, R> void save(Path folder, Path file, Rows<T, R> rows, Dated<T> read) {
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                makeRoom(folder);
            }
            Path whole = Files.createTempFile(folder, "new", ".part");
            try {
                Files.write(whole, text(rows, read));
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            LOGGER.log(
                    Level.INFO,
                    () -> "The market will be read anew after a restart, as " + file + ": " + e);
        }
    }

    private static <T, R> byte[] text(Rows<T, R> rows, Dated<T> read)
            throws JsonProcessingException {
        ObjectNode text = JSON.createObjectNode();
        text.put("version", VERSION);
        text.put("at", read.at().toString());
        text.set("rows", JSON.valueToTree(rows.write().apply(read.value())));
        return JSON.writeValueAsBytes(text);
    }

    /** The one that was written longest ago goes. */
    private static void makeRoom(Path folder) throws IOException {
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            oldestFirst = files.sorted(Comparator.comparing(MarketCache::written)).toList();
        }
        for (Path old : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MOST_FILES + 1))) {
            Files.deleteIfExists(old);
        }
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
