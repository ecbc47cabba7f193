package io.spotagents.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {

    @TempDir Path directory;
    private Path path;
    private StoreFile file;

    @BeforeEach
    void open() {
        path = directory.resolve("store.mv");
        file = new StoreFile(path);
        file.open(UUID::randomUUID);
    }

    @Test
    void writesAgainAfterAWriteThatFailed() {
        assertThatThrownBy(() -> file.write(Tables::abandon))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(path.toString());

        file.write(tables -> tables.put(Table.LEDGER, "i-1", "{}"));
        file.close();

        assertThat(contents().of(Table.LEDGER)).containsOnlyKeys("i-1");
    }

    @Test
    void writesNothingOfAChangeThatThrows() {
        assertThatThrownBy(
                        () ->
                                file.write(
                                        tables -> {
                                            tables.put(Table.LEDGER, "i-1", "{}");
                                            throw new IllegalStateException("on purpose");
                                        }))
                .hasMessageContaining("on purpose");

        file.write(tables -> tables.put(Table.LEDGER, "i-2", "{}"));
        file.close();

        assertThat(contents().of(Table.LEDGER)).containsOnlyKeys("i-2");
    }

    @Test
    void beginsNoNewFileInThePlaceOfOneThatWasRemoved() throws IOException {
        assertThatThrownBy(() -> file.write(Tables::abandon)).isInstanceOf(StoreException.class);
        Files.delete(path);

        assertThatThrownBy(() -> file.write(tables -> tables.put(Table.LEDGER, "i-1", "{}")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("removed");
        assertThat(path).doesNotExist();
        file.close();
    }

    private Contents contents() {
        try (Tables tables = Tables.open(path)) {
            return tables.readAll();
        }
    }
}
