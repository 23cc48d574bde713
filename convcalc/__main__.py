"""The program's door. Nothing is loaded before it is settled what an interruption does."""

import signal


def main() -> None:
    """Run the program.

    While it loads, which takes most of a short run, an interruption ends it as it ends any program that knows nothing of
    signals: at once, and without a word. Once it runs, files and the terminal are to be left in order, and Python raises
    KeyboardInterrupt. Where interruptions are ignored, as in the background of a shell, they stay so.
    """
    usual = signal.getsignal(signal.SIGINT)
    heeded = usual is signal.default_int_handler
    if heeded:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from convcalc.cli.main import main as run  # noqa: PLC0415  (see above)

    if heeded:
        signal.signal(signal.SIGINT, usual)
    run()


if __name__ == "__main__":
    main()
