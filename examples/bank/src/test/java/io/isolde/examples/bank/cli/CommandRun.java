package io.isolde.examples.bank.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine bank = Bank.commandLine();
    bank.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = bank.execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
