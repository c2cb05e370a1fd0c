using System.Globalization;

namespace Distributed;

/// <summary>What is typed after the program's name.</summary>
internal sealed class Arguments
{
    /// <summary>Steps in all.</summary>
    public int Steps { get; private set; } = 500;

    /// <summary>Micro-batches a step, on all ranks together.</summary>
    public int MicroBatches { get; private set; } = 8;

    /// <summary>The file that keeps the training, from which it goes on if it is there; <see langword="null"/> for none.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>After how many steps it is kept anew.</summary>
    public int SaveEvery { get; private set; } = 100;

    /// <summary>Reads them, or says on the console what is wrong.</summary>
    public static Arguments? Read(string[] words)
    {
        var arguments = new Arguments();
        for (var index = 0; index < words.Length; index += 2)
        {
            var value = words.ElementAtOrDefault(index + 1);
            switch (words[index])
            {
                case "--steps" when Number(value) is { } steps:
                    arguments.Steps = steps;
                    break;
                case "--micro-batches" when Number(value) is { } count:
                    arguments.MicroBatches = count;
                    break;
                case "--save-every" when Number(value) is { } every:
                    arguments.SaveEvery = every;
                    break;
                case "--checkpoint" when value is not null:
                    arguments.Checkpoint = value;
                    break;
                default:
                    Console.Error.WriteLine($"'{words[index]} {value}' is not understood: --steps N, --micro-batches N, --checkpoint FILE, --save-every N.");
                    return null;
            }
        }

        return arguments;

        static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }
}
