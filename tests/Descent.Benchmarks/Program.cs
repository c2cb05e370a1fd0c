using Descent.Benchmarks;
using Descent.Benchmarks.Adam;
using Descent.Benchmarks.Catalogue;
using Descent.Benchmarks.Compiler;
using Descent.Benchmarks.Engine;
using Descent.Benchmarks.Measurement;

// Measures what Descent generates and how fast it generates it. What each command does is in README.md.
try
{
    var options = Options.Parse(args);
    if (options.Core is { } core)
    {
        CoreAffinity.Pin(core);
    }

    Console.Out.WriteLine(Machine.Describe());
    switch (options.Command)
    {
        case "ratios":
            RatiosCommand.Run(options, Console.Out);
            break;
        case "engine":
            EngineCommand.Run(options.Rounds, Console.Out);
            break;
        case "rules":
            RulesCommand.Run(options.Rounds, Console.Out);
            break;
        case "generator":
            GeneratorCommand.Run(options.Rounds, Console.Out);
            break;
    }

    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
