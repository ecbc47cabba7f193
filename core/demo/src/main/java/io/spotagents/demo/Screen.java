package io.spotagents.demo;

import java.io.PrintWriter;

/** What people see while the demo runs. Safe to use from any thread. */
final class Screen {

    /** Moves to the start of the line and clears it. */
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final Kind kind;
    private String progress = "";

    /** Where it is shown. */
    enum Kind {
        /** A terminal: the progress line is written over and over. */
        LIVE,
        /** A file or a pipe: lines only. */
        PLAIN
    }

    Screen(PrintWriter out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    /** Something that happened. */
    synchronized void say(String line) {
        if (kind == Kind.LIVE) {
            out.print(CLEAR + line + "\n" + progress);
        } else {
            out.print(line + "\n");
        }
        out.flush();
    }

    /** How far it is; written over by the next one in a terminal. */
    synchronized void progress(String line) {
        if (kind == Kind.LIVE) {
            progress = line;
            out.print(CLEAR + line);
        } else {
            out.print(line + "\n");
        }
        out.flush();
    }

    /** No more progress. */
    synchronized void finish() {
        if (kind == Kind.LIVE && !progress.isEmpty()) {
            progress = "";
            out.print("\n");
            out.flush();
        }
    }
}
