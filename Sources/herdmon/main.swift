import Commands

Entry.leave(with: await Entry.run(Array(CommandLine.arguments.dropFirst())))
