package skerry.agent.collect.logs.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What run-time systems print in several lines is one record, without anybody having said how records begin. */
class StackTracesTest {
    /** Parted by two dashes. */
    private static final String TRACES = """
            Exception in thread "main" java.io.IOException: closed
            \tat a.B.c(B.java:1)
            \tSuppressed: java.lang.IllegalStateException: x
            \t\tat a.B.d(B.java:2)
            \t\t... 1 more
            Caused by: java.lang.Error: y
            \t... 2 more
            --
            java.lang.NullPointerException: Cannot invoke "String.length()" because "<local1>" is null
            \tat java.base/java.util.Objects.requireNonNull(Objects.java:233)
            \tat app//shop.Cart.add(Cart.java:10) ~[shop.jar:1.2]
            \tat shop.Cart$$Lambda/0x0000.run(Unknown Source)
            \t... 12 common frames omitted
            --
            2026-01-02 10:00:00.123 ERROR 1 --- [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet] : Servlet.service() threw exception
            java.lang.IllegalStateException: no stock
            \tat shop.A.b(A.java:5)
            --
            2026-01-02 10:00:00 WARN failed to read

            org.postgresql.util.PSQLException: ERROR: relation "x" does not exist
              Position: 15
            \tat org.postgresql.core.v3.Q.a(Q.java:2)
            --
            Exception in thread "DefaultDispatcher-worker-1" kotlin.KotlinNullPointerException
            \tat shop.MainKt$main$1.invokeSuspend(Main.kt:7)
            \tSuppressed: kotlinx.coroutines.internal.DiagnosticCoroutineContextException: [StandaloneCoroutine{Cancelling}@1, Dispatchers.Default]
            --
            shop.OutOfStock: none left
            \tat shop.A.b(A.java:5)
            \tat shop.A.c(A.java:6)
            --
            scala.MatchError: 3 (of class java.lang.Integer)
            \tat Main$.f(Main.scala:3)
            \tat Main.main(Main.scala)
            --
            Traceback (most recent call last):
              File "/app/a.py", line 3, in <module>
                f()
              File "/app/a.py", line 2, in f
                raise ValueError("x")
            ValueError: x
            --
            Traceback (most recent call last):
              File "/app/a.py", line 3, in <module>
                f(1)
                ~^^^
            TypeError: f() takes 0 positional arguments but 1 was given
            --
            Traceback (most recent call last):
              File "a.py", line 2, in <module>
                {}["x"]
            KeyError: 'x'

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "a.py", line 4, in <module>
                raise RuntimeError("y")
            RuntimeError: y
            --
            2026-01-02 10:00:00,123 ERROR app failed
            Traceback (most recent call last):
              File "a.py", line 2, in <module>
                g()
            app.errors.BadThing: oh
            --
            Traceback (most recent call last):
              File "a.py", line 2, in <module>
                g()
            KeyboardInterrupt
            --
              + Exception Group Traceback (most recent call last):
              |   File "a.py", line 1, in <module>
              |     raise ExceptionGroup("eg", [ValueError(1), TypeError(2)])
              | ExceptionGroup: eg (2 sub-exceptions)
              +-+---------------- 1 ----------------
                | ValueError: 1
                +---------------- 2 ----------------
                | TypeError: 2
                +------------------------------------
            --
            Traceback (most recent call last):
              File "a.py", line 2, in f
                f()
              [Previous line repeated 995 more times]
            RecursionError: maximum recursion depth exceeded
            --
              File "a.py", line 1
                def f(
                     ^
            SyntaxError: '(' was never closed
            --
            panic: assignment to entry in nil map

            goroutine 1 [running]:
            main.main()
            \t/app/main.go:5 +0x1d
            exit status 2
            --
            panic: runtime error: index out of range [5] with length 3

            goroutine 18 [running]:
            main.(*Server).handle(0xc000010250, {0x1234, 0x5})
            \t/app/main.go:33 +0x1f
            created by main.(*Server).run in goroutine 1
            \t/app/main.go:20 +0x5c
            --
            panic: first [recovered]
            \tpanic: second

            goroutine 1 [running]:
            main.main.func1()
            \t/app/main.go:9 +0x45
            panic({0x45e5c0?, 0x47e9f8?})
            \t/usr/local/go/src/runtime/panic.go:770 +0x132
            main.main()
            \t/app/main.go:12 +0x45
            --
            fatal error: all goroutines are asleep - deadlock!

            goroutine 1 [chan receive]:
            main.main()
            \t/tmp/main.go:5 +0x2d
            --
            fatal error: concurrent map writes

            goroutine 19 [running]:
            main.main.func1()
            \t/app/main.go:9 +0x45
            created by main.main in goroutine 1
            \t/app/main.go:7 +0x45

            goroutine 1 [sleep]:
            time.Sleep(0x3b9aca00)
            \t/usr/local/go/src/runtime/time.go:195 +0x115
            main.main()
            \t/app/main.go:14 +0x85
            --
            SIGQUIT: quit
            PC=0x46c1e1 m=0 sigcode=0

            goroutine 0 [idle]:
            runtime.futex()
            \t/usr/local/go/src/runtime/sys_linux_amd64.s:557 +0x21
            --
            E0102 10:00:00.000000       1 runtime.go:77] Observed a panic: runtime.boundsError{x:5}
            goroutine 1 [running]:
            k8s.io/apimachinery/pkg/util/runtime.logPanic(0x1)
            \t/go/pkg/mod/k8s.io/runtime.go:74 +0x95
            --
            /app/index.js:3
                throw new Error("x");
                ^

            Error: x
                at Object.<anonymous> (/app/index.js:3:9)
                at Module._compile (node:internal/modules/cjs/loader:1105:14)

            Node.js v20.1.0
            --
            node:internal/process/promises:288
                        triggerUncaughtException(err, true /* fromPromise */);
                        ^

            Error: boom
                at /app/a.js:2:9

            Node.js v18.16.0
            --
            TypeError: Cannot read properties of undefined (reading 'y')
                at handler (/app/a.js:10:5)
                at async Promise.all (index 0)
                at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
            --
            Error: connect ECONNREFUSED 127.0.0.1:5432
                at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1494:16) {
              errno: -111,
              code: 'ECONNREFUSED',
              port: 5432
            }
            --
            Error: outer
                at f (/app/a.js:1:1) {
              [cause]: Error: inner
                  at g (/app/a.js:2:2)
            }
            --
            (node:1) UnhandledPromiseRejectionWarning: Error: nope
                at f (/app/a.js:1:1)
            --
            /app/a.rb:2:in `f': divided by 0 (ZeroDivisionError)
            \tfrom /app/a.rb:2:in `/'
            \tfrom /app/a.rb:5:in `<main>'
            --
            /app/a.rb:2:in 'Integer#/': divided by 0 (ZeroDivisionError)
            \tfrom /app/a.rb:2:in 'Object#f'
            \tfrom /app/a.rb:5:in '<main>'
            --
            /app/a.rb:4:in `rescue in f': outer (RuntimeError)
            \tfrom /app/a.rb:1:in `f'
            /app/a.rb:2:in `f': inner (ArgumentError)
            \tfrom /app/a.rb:8:in `<main>'
            --
            Traceback (most recent call last):
            \t1: from a.rb:5:in `<main>'
            a.rb:2:in `f': divided by 0 (ZeroDivisionError)
            --
            ActionView::Template::Error (undefined method `name' for nil:NilClass):
                1: <h1><%= @a.name %></h1>
             \s
            app/views/a.html.erb:1:in `_app_views'
            app/controllers/a_controller.rb:9:in `show'
            --
            Unhandled exception. System.InvalidOperationException: Bad
               at Shop.Cart.Add() in /src/Cart.cs:line 10
               at Shop.Program.Main(String[] args) in /src/Program.cs:line 5
            --
            System.AggregateException: One or more errors occurred. (x)
             ---> System.ArgumentException: x
               at A.B() in /a.cs:line 1
               --- End of inner exception stack trace ---
               at A.C()
            --
            System.Net.Http.HttpRequestException: Connection refused (a:80)
             ---> System.Net.Sockets.SocketException (111): Connection refused
               at System.Net.Sockets.Socket.ThrowException(SocketError error)
               --- End of inner exception stack trace ---
               at System.Net.Http.HttpClient.SendAsync()
            --- End of stack trace from previous location ---
               at A.B()
            --
            fail: Microsoft.AspNetCore.Server.Kestrel[13]
                  Connection id "0HM", Request id "1": An unhandled exception was thrown by the application.
                  System.Exception: x
                     at A.B() in /a.cs:line 1
            --
            PHP Fatal error:  Uncaught Exception: x in /app/a.php:3
            Stack trace:
            #0 /app/a.php(7): f()
            #1 {main}
              thrown in /app/a.php on line 3
            --
            [2026-01-02 10:00:00] production.ERROR: x {"exception":"[object] (Exception(code: 0): x at /app/a.php:3)
            [stacktrace]
            #0 /app/a.php(7): f()
            #1 {main}
            "}
            --
            thread 'main' panicked at src/main.rs:2:5:
            index out of bounds: the len is 3 but the index is 5
            note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
            --
            thread 'main' panicked at 'x', src/main.rs:2:5
            stack backtrace:
               0: rust_begin_unwind
                         at /rustc/abc/library/std/src/panicking.rs:575:5
               1: core::panicking::panic_fmt
            note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.
            """;

    static Stream<String> traces() {
        return Stream.of(TRACES.stripTrailing().split("\n--\n", -1));
    }

    @ParameterizedTest
    @MethodSource("traces")
    void aTraceIsOneRecordBetweenOthers(String trace) throws Exception {
        assertThat(ReadLines.texts("before\n" + trace + "\nafter\n")).containsExactly("before", trace, "after");
    }

    @ParameterizedTest
    @MethodSource("traces")
    void aTraceIsOneRecordWhereARuntimeWroteItsLines(String trace) throws Exception {
        String lines = ("before\n" + trace + "\nafter")
                .lines()
                .map(line -> "2026-11-27T12:00:00.000000001Z stderr F " + line + "\n")
                .collect(Collectors.joining());

        assertThat(ReadLines.texts(lines)).containsExactly("before", trace, "after");
    }

    @ParameterizedTest
    @MethodSource("traces")
    void twoTracesAreTwoRecords(String trace) throws Exception {
        assertThat(ReadLines.texts("before\n" + trace + "\nbetween\n" + trace + "\n"))
                .containsExactly("before", trace, "between", trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/index.js:3\nGET /index.html\nGET /\n",
                "/app/index.js:3\nGET /index.html\n   ^\nGET /\n",
                "/app/index.js:3\nGET /index.html\nGET /\n\nError: none\n",
                "see /app/index.js:3\nGET /index.html\n   ^\n\nError: none\n",
                "192.168.0.1 says:\nhello\n192.168.0.2 says\n",
                "a first line\n    an indented one\n",
                "the caller is app.rb:3:in disguise\napp.rb:3:in disguise\n",
                "panic room closed\nPC=0x1\n",
                "Error count: 0\n\ncom.example.Service: started\n",
                "It is 12:00:00 now:\nnothing follows\n",
                "2026-11-27 12:00:00 bound to these:\n2026-11-27 12:00:00 none\n",
                "2026-11-27 12:00:00 bound to these:\nsomebody else's line\n",
                "2026-11-27 12:00:00 bound to these:\nsomebody else's line\n[INFO] another heading\n",
                "[12] of these:\nsomebody else's line\n[13] of these\n",
                "SIGHUP: reloading\nPID=7\n",
                "  File \"a.txt\", line 1\nis missing\n"
            })
    void linesThatOnlyLookAlikeStayRecordsOfTheirOwn(String lines) throws Exception {
        assertThat(ReadLines.texts(lines))
                .containsExactlyElementsOf(lines.lines().toList());
    }

    @Test
    void whatADatedLineAnnouncesIsPartOfItOnceTheNextIsDated() throws Exception {
        assertThat(ReadLines.texts("""
                        2026-11-27 12:00:00 INFO settings:\s
                        colour=red
                        size=3
                        2026-11-27 12:00:01 INFO started
                        2026-11-27 12:00:02 INFO stopped
                        [INFO] 3 jobs -\s
                        mail
                        [WARN] late
                        """))
                .containsExactly(
                        "2026-11-27 12:00:00 INFO settings: \ncolour=red\nsize=3",
                        "2026-11-27 12:00:01 INFO started",
                        "2026-11-27 12:00:02 INFO stopped",
                        "[INFO] 3 jobs - \nmail",
                        "[WARN] late");
    }

    @Test
    void aLogThatAnnouncedOnceNeedsNoProofAgain() throws Exception {
        String log = "10:00:00 first:\na\n10:00:01 second:\nb\n";

        assertThat(ReadLines.texts(log)).containsExactly("10:00:00 first:\na", "10:00:01 second:\nb");
    }

    @Test
    void aLineWithoutAHeadingAnnouncesNothing() throws Exception {
        String log = "10:00:00 first:\na\n10:00:01 second\nthird:\nb\n";

        assertThat(ReadLines.texts(log)).containsExactly("10:00:00 first:\na", "10:00:01 second", "third:", "b");
    }

    @Test
    void aTraceEndsBeforeALineThatOnlySpeaksOfAFrame() throws Exception {
        String trace = "app.rb:1:in `f': x (RuntimeError)\n\tfrom app.rb:2:in `g'";
        String line = "it was called at app.rb:3:in `h'";

        assertThat(ReadLines.texts(trace + "\n" + line + "\n")).containsExactly(trace, line);
    }

    @Test
    void noMoreThanAFewLinesAreHeldWithoutProof() throws Exception {
        List<String> lines = Stream.concat(
                        Stream.of("10:00:00 these:"),
                        Stream.iterate(0, i -> i + 1).limit(9).map(i -> "line " + i))
                .toList();

        assertThat(ReadLines.texts(String.join("\n", lines) + "\n10:00:01 end\n"))
                .startsWith("10:00:00 these:", "line 0")
                .hasSize(11);
    }
}
