package io.spotagents.cli;

import java.io.PrintWriter;

/** Tells how far a long command is, ten times in all. */
final class Progress {

    private static final int TIMES = 10;

    private final String what;
    private final int all;
    private final PrintWriter out;
    private int done;

    Progress(String what, int all, PrintWriter out) {
        this.what = what;
        this.all = all;
        this.out = out;
    }

    void oneDone() {
        done++;
        boolean isTold = done == all || done % Math.max(1, all / TIMES) == 0;
        if (isTold) {
            out.println(what + ": " + done + " of " + all);
            out.flush();
        }
    }
}
