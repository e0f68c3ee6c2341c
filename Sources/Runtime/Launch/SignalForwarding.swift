package import Glibc
import Synchronization

/// Passes signals that were sent to this process alone on to the child of `livetop run`.
///
/// What the terminal sends goes to the whole process group, so the child has it already; the kernel marks those with
/// `SI_KERNEL`, and they are not passed on a second time. The handler does nothing but read two atomics and `kill`,
/// which is all that a signal handler may do.
package enum SignalForwarding {
    /// The child's process id; 0 while there is none.
    private static let child = Atomic<pid_t>(0)
    /// A signal that came before the child was there; 0 when none did.
    private static let pending = Atomic<Int32>(0)

    /// `SI_KERNEL`; the macro belongs to an enumeration that is not importable.
    private static let fromKernel: Int32 = 0x80

    private static let forwarded = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2]

    /// Takes the signals over that are not ignored anyway. From here on they do not end this process: the child decides
    /// what they mean.
    package static func install(_ inherited: InheritedState) {
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { number, info, _ in
            // Without information, which `SA_SIGINFO` rules out, it counts as sent to us.
            if let info, info.pointee.si_code == SignalForwarding.fromKernel { return }
            let child = SignalForwarding.child.load(ordering: .sequentiallyConsistent)
            if child > 0 {
                kill(child, number)
            } else {
                SignalForwarding.pending.store(number, ordering: .sequentiallyConsistent)
            }
        }
        action.sa_flags = SA_SIGINFO | SA_RESTART
        for number in forwarded where !inherited.isIgnored(number) { sigaction(number, &action, nil) }
    }

    /// From now on signals go to `pid`, those included that came since `install()`.
    package static func begin(to pid: pid_t) {
        child.store(pid, ordering: .sequentiallyConsistent)
        let missed = pending.exchange(0, ordering: .sequentiallyConsistent)
        if missed > 0 { kill(pid, missed) }
    }

    /// The child is gone: a signal now ends this process at once, whatever it is still busy with.
    package static func end(_ inherited: InheritedState) {
        child.store(0, ordering: .sequentiallyConsistent)
        for number in forwarded where !inherited.isIgnored(number) { signal(number, SIG_DFL) }
    }
}
