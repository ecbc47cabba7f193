package io.spotagents.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What people are told of losses: a pool is reclaimed as a whole, so what happens within a moment
 * is told in one line.
 */
final class News {

    private int reclaimed;
    private int gone;
    private int withoutNotice;
    private int tests;

    /** An instance was told of its reclaim. */
    void reclaimed() {
        reclaimed++;
    }

    /** An instance that held tests is gone after its notice. */
    void gone(int testsBack) {
        gone++;
        tests += testsBack;
    }

    void goneWithoutNotice(int testsBack) {
        withoutNotice++;
        gone(testsBack);
    }

    /** The lines since they were last taken. */
    List<String> take() {
        List<String> lines = new ArrayList<>();
        if (reclaimed > 0) {
            lines.add("reclaim announced to " + count(reclaimed, "instance"));
        }
        if (gone > 0) {
            String how = withoutNotice > 0 ? " (" + withoutNotice + " without notice)" : "";
            lines.add(
                    count(gone, "instance")
                            + " gone"
                            + how
                            + ": "
                            + count(tests, "test")
                            + " back in the queue");
        }
        reclaimed = 0;
        gone = 0;
        withoutNotice = 0;
        tests = 0;
        return lines;
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
