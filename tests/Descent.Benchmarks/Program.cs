using Descent.Benchmarks;
using Descent.Benchmarks.Adam;
using Descent.Benchmarks.Catalogue;
using Descent.Benchmarks.Compiler;
using Descent.Benchmarks.Engine;
using Descent.Benchmarks.Functions;
using Descent.Benchmarks.Matrices;
using Descent.Benchmarks.Measurement;
using Descent.Benchmarks.Record;
using Descent.Benchmarks.StartUp;
using Descent.Benchmarks.Storage;

// Measures what Descent generates and how fast it generates it. What each command does is in README.md.
try
{
    if (args is ["first-step"])
    {
        StartUpCommand.RunOnce(Console.Out);
        return 0;
    }

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
        case "functions":
            FunctionsCommand.Run(options.Rounds, Console.Out);
            break;
        case "matrix":
            MatrixCommand.Run(options.Rounds, Console.Out);
            break;
        case "storage":
            StorageCommand.Run(options.Rounds, Console.Out);
            break;
        case "generator":
            GeneratorCommand.Run(options.Rounds, Console.Out);
            Console.Out.WriteLine();
            ManyRulesMeasurement.Run(options.Rounds, Console.Out);
            break;
        case "start-up":
            StartUpCommand.Run(options.Rounds, Console.Out);
            break;
        case "record":
            RecordCommand.Run();
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
