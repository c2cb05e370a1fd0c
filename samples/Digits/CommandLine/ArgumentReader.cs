using System.Globalization;
using Digits.Model;
using Digits.Shared;
using Digits.Training;

namespace Digits.CommandLine;

/// <summary>Reads the words of the command line. <c>--name value</c> and <c>--name=value</c> mean the same.</summary>
internal sealed class ArgumentReader
{
    private const int MostEpochs = 10_000;
    private const double HighestLearningRate = 10;
    private const int FewestSnapshots = 2, MostSnapshots = 100;

    private readonly Queue<string> _words;
    private readonly HashSet<string> _seen = [];

    private ArgumentReader(IEnumerable<string> words) => _words = new(words);

    /// <summary>Reads and checks all arguments.</summary>
    /// <exception cref="InputException">One of them is unknown, incomplete, out of range or out of place.</exception>
    public static Arguments Read(IEnumerable<string> words)
    {
        var reader = new ArgumentReader(words);
        var arguments = new Arguments();
        while (reader._words.TryDequeue(out var word))
        {
            var parts = word.Split('=', 2);
            arguments = reader.Apply(arguments, name: parts[0], attached: parts.Length == 2 ? parts[1] : null);
        }

        if (!arguments.Help)
        {
            reader.CheckTogether(arguments);
            if (arguments.Search is not null && !reader._seen.Contains("--epochs"))
            {
                arguments = arguments with { Epochs = SearchArguments.DefaultEpochs };
            }
        }

        return arguments;
    }

    private Arguments Apply(Arguments arguments, string name, string? attached)
    {
        if (!_seen.Add(name))
        {
            throw new InputException($"{name} is given twice; give it once.");
        }

        return name switch
        {
            "--help" or "-h" => arguments with { Help = Flag(name, attached) },
            "--compare" => arguments with { Compare = Flag(name, attached) },
            "--search" => arguments with { Search = new(Strategy(name, Value(name, attached))) },
            "--trials" => WithSearch(arguments, name, search => search with { Trials = WholeNumber(name, Value(name, attached), from: 2, to: 10_000) }),
            "--workers" => WithSearch(arguments, name, search => search with { Workers = WholeNumber(name, Value(name, attached), from: 1, to: 1024) }),
            "--log" => WithSearch(arguments, name, search => search with { Log = OutputFile(name, Value(name, attached)) }),
            "--optimizer" => arguments with { Optimizer = Optimizer(name, Value(name, attached)) },
            "--learning-rate" => arguments with { LearningRate = LearningRate(name, Value(name, attached)) },
            "--epochs" => arguments with { Epochs = WholeNumber(name, Value(name, attached), from: 1, to: MostEpochs) },
            "--seed" => arguments with { Seed = WholeNumber(name, Value(name, attached), from: 0, to: int.MaxValue) },
            "--batch-norm" => arguments with { Normalization = Normalized(Normalization.Batch, name, attached) },
            "--layer-norm" => arguments with { Normalization = Normalized(Normalization.Layer, name, attached) },
            "--schedule" => arguments with { Schedule = Schedule(name, Value(name, attached)) },
            "--average" => arguments with { Average = Average(name, Value(name, attached)) },
            "--ensemble" => arguments with { Ensemble = WholeNumber(name, Value(name, attached), FewestSnapshots, MostSnapshots) },
            "--checkpoint" => arguments with { Checkpoint = OutputFile(name, Value(name, attached)) },
            "--resume" => arguments with { Resume = Flag(name, attached) },
            "--output" => arguments with { Output = OutputFile(name, Value(name, attached)) },
            "--data" => arguments with { DataFolder = Value(name, attached) },
            _ => throw new InputException(
                $"'{name}' is not an argument; there are --optimizer, --learning-rate, --epochs, --seed, --batch-norm, --layer-norm, --schedule, --average, --ensemble, --compare, --search, --trials, --workers, --log, --checkpoint, --resume, --output, --data and --help."),
        };
    }

    private string Value(string name, string? attached)
        => (attached ?? (_words.TryDequeue(out var next) ? next : null)) is { Length: > 0 } value
            ? value
            : throw new InputException($"{name} needs a value, as in '{name} VALUE'.");

    private static bool Flag(string name, string? attached)
        => attached is null ? true : throw new InputException($"{name} takes no value, but '{attached}' is given.");

    private static Normalization Normalized(Normalization kind, string name, string? attached) => Flag(name, attached) ? kind : Normalization.None;

    private static OptimizerChoice Optimizer(string name, string value)
        => OptimizerChoice.Find(value)
            ?? throw new InputException(
                $"{name} must be one of {string.Join(", ", OptimizerChoice.All.Select(choice => choice.Name))}, but is '{value}'.");

    private static string Strategy(string name, string value)
        => SearchArguments.Strategies.Contains(value)
            ? value
            : throw new InputException($"{name} must be one of {string.Join(", ", SearchArguments.Strategies)}, but is '{value}'.");

    private static Arguments WithSearch(Arguments arguments, string name, Func<SearchArguments, SearchArguments> change)
        => arguments.Search is { } search
            ? arguments with { Search = change(search) }
            : throw new InputException($"{name} is about a search; give --search before it.");

    private static ScheduleChoice Schedule(string name, string value)
        => ScheduleChoice.Find(value)
            ?? throw new InputException(
                $"{name} must be one of {string.Join(", ", ScheduleChoice.All.Select(choice => choice.Name))}, but is '{value}'.");

    private static AverageChoice Average(string name, string value)
        => AverageChoice.Find(value)
            ?? throw new InputException(
                $"{name} must be one of {string.Join(", ", AverageChoice.All.Select(choice => choice.Name))}, but is '{value}'.");

    private static double LearningRate(string name, string value)
        => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= HighestLearningRate
            ? rate
            : throw new InputException($"{name} must be a number above 0 and at most {HighestLearningRate}, but is '{value}'.");

    private static int WholeNumber(string name, string value, int from, int to)
        => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new InputException($"{name} must be a whole number from {from} to {to}, but is '{value}'.");

    private static string OutputFile(string name, string value)
    {
        if (Directory.Exists(value))
        {
            throw new InputException($"{name} must be a file, but '{value}' is a folder.");
        }

        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(value)))
            ? value
            : throw new InputException($"{name} must be a file in a folder that exists, but is '{value}'.");
    }

    private void CheckTogether(Arguments arguments)
    {
        if (arguments.Compare && (_seen.Contains("--optimizer") || _seen.Contains("--learning-rate")))
        {
            throw new InputException(
                "--compare trains five optimizers, each at a learning rate of its own; leave --optimizer and --learning-rate out.");
        }

        if (arguments.Compare && (_seen.Contains("--schedule") || _seen.Contains("--average") || _seen.Contains("--ensemble")))
        {
            throw new InputException(
                "--compare trains five optimizers as the book does, at constant learning rates; leave --schedule, --average and --ensemble out.");
        }

        if (_seen.Contains("--batch-norm") && _seen.Contains("--layer-norm"))
        {
            throw new InputException("--batch-norm and --layer-norm normalize the same layers; leave one of them out.");
        }

        if (arguments.Ensemble is { } snapshots)
        {
            if (_seen.Contains("--schedule") || _seen.Contains("--average"))
            {
                throw new InputException("--ensemble brings a schedule of its own and is tested on its own; leave --schedule and --average out.");
            }

            if (arguments.Epochs % snapshots != 0)
            {
                throw new InputException(
                    $"--ensemble {snapshots} takes cycles of equal length, so --epochs must be a multiple of {snapshots}, but is {arguments.Epochs}.");
            }
        }

        string[] others = ["--compare", "--learning-rate", "--average", "--ensemble"];
        if (arguments.Search is not null && others.Any(_seen.Contains))
        {
            throw new InputException($"--search finds the learning rate of one optimizer by its last weights; leave {string.Join(", ", others)} out.");
        }

        if (arguments.Checkpoint is not null && (arguments.Compare || arguments.Search is not null))
        {
            throw new InputException("--checkpoint is of one training; leave it out with --compare and --search.");
        }

        if (arguments.Resume && arguments.Checkpoint is null)
        {
            throw new InputException("--resume goes on from a checkpoint; say --checkpoint FILE, too.");
        }

        if (!arguments.Compare && arguments.Search is null && arguments.Output is not null)
        {
            throw new InputException($"--output '{arguments.Output}' names the page that --compare or --search writes; give one of them as well.");
        }
    }
}
