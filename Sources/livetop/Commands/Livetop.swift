import ArgumentParser
import Runtime

/// A local proxy for the Gemini Live API that records and shows every call.
struct Livetop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "livetop",
        abstract: "Show and record every call to the Gemini Live API.",
        discussion: """
            Without a subcommand: the proxy and its screen.

            Examples:
              livetop run -- python my_agent.py
              livetop demo
            """,
        version: LivetopVersion.number,
        subcommands: [
            ProxyCommand.self, ServeCommand.self, TopCommand.self, StatusCommand.self, RunCommand.self, EnvCommand.self,
            ListCommand.self,
            ShowCommand.self, TailCommand.self, StatsCommand.self, DiagnoseCommand.self, CheckCommand.self,
            RulesCommand.self, ModelsCommand.self, LintCommand.self, GrepCommand.self, DiffCommand.self,
            SQLCommand.self, AgentCommand.self,
            SchemaCommand.self, ShipCommand.self,
            PruneCommand.self, BackupCommand.self, ExportCommand.self, HearCommand.self, ImportCommand.self,
            MockCommand.self, ReplayCommand.self, ResendCommand.self, TestCommand.self, FaultCommand.self,
            DrillCommand.self, DemoCommand.self,
            DoctorCommand.self, CACommand.self,
            ConfigCommand.self, CompletionsCommand.self, ManualCommand.self, DescribeCommand.self, VersionCommand.self,
        ],
        // Not options of the root itself: those would swallow the subcommands' options of the same names.
        defaultSubcommand: ProxyCommand.self
    )
}
