package io.spotagents.provider.gcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers: things are named by URLs, and a list without members is left out. */
final class Urls {

    private Urls() {}

    /** The last part of a URL or path: the name of what it leads to. */
    static String last(@Nullable String url) {
        return url == null ? "" : url.substring(url.lastIndexOf('/') + 1);
    }

    static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
