package io.spotagents.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one call of the command line tool answered. */
record Said(int code, String out, String err) {

    static Said by(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int at = 0; at < texts.length; at++) {
            texts[at] = arguments[at].toString();
        }
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), texts);
        return new Said(code, out.toString(), err.toString());
    }
}
