using System.Globalization;

namespace Descent.Benchmarks;

/// <summary>The command line, read.</summary>
internal sealed record Options
{
    public const string Usage = """
        ratios [--rounds N] [--weights N,N] [--pin [CORE]] [--chart FILE]
        engine [--rounds N]
        rules [--rounds N] [--pin [CORE]]
        functions [--rounds N] [--pin [CORE]]
        matrix [--rounds N]
        storage [--rounds N]
        generator [--rounds N] [--pin [CORE]]
        start-up [--rounds N]
        record
        """;

    /// <summary><c>ratios</c>, <c>generator</c>, <c>engine</c>, <c>rules</c>, <c>functions</c>, <c>matrix</c>, <c>storage</c>, <c>start-up</c> or <c>record</c>.</summary>
    public required string Command { get; init; }

    /// <summary>How many times each contender is measured.</summary>
    public int Rounds { get; private init; } = 21;

    /// <summary>The sizes of the tensors: one that stays in the caches and one that does not.</summary>
    public IReadOnlyList<int> Weights { get; private init; } = [16_384, 33_554_432];

    /// <summary>The core that the measuring thread is pinned to, if any.</summary>
    public int? Core { get; private init; }

    /// <summary>Where to draw the times of the contenders, if anywhere.</summary>
    public string? Chart { get; private init; }

    public static Options Parse(string[] arguments)
    {
        var options = arguments is [("ratios" or "generator" or "engine" or "rules" or "functions" or "matrix" or "storage" or "start-up" or "record") and var command, ..]
            ? new Options { Command = command }
            : throw new UsageException("Say which benchmark to run.");
        for (var index = 1; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length && !arguments[index + 1].StartsWith('-') ? arguments[index + 1] : null;
            options = (arguments[index], value) switch
            {
                ("--rounds", not null) => options with { Rounds = Number(value, 1) },
                ("--weights", not null) when command == "ratios" => options with { Weights = [.. value.Split(',').Select(size => Number(size, 1))] },
                ("--chart", not null) when command == "ratios" => options with { Chart = value },
                ("--pin", _) when command is not ("engine" or "matrix" or "storage") => options with { Core = value is null ? Environment.ProcessorCount - 1 : Number(value, 0) },
                _ => throw new UsageException($"'{arguments[index]}' is not understood."),
            };
            index += value is null ? 0 : 1;
        }

        return options;
    }

    private static int Number(string text, int least)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UsageException($"'{text}' is not a number of at least {least.ToString(CultureInfo.InvariantCulture)}.");
}
