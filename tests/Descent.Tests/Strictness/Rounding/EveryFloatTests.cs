using System.Globalization;
using Xunit.Abstractions;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>
/// The long mode: <c>DESCENT_EVERY_FLOAT=all</c>, or a part of a name, gives each function of one number all 2³² floats, holds every result against
/// <see cref="CorrectRounding"/> and writes a row of <c>every-float.md</c>. Some minutes a function.
/// </summary>
public sealed class EveryFloatTests(ITestOutputHelper output)
{
    private const int Chunk = 1 << 22;

    private static readonly string s_table = Path.Combine(Repository.Root, "tests", "Descent.Tests", "Strictness", "Rounding", "every-float.md");

    /// <summary>All of them ran to the end, and nothing was wrong.</summary>
    [Fact]
    public void Table_HasEveryFunction()
    {
        var rows = File.ReadAllLines(s_table).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(MathFunctions.Unary.Select(name => $"`{name}`").Order(), rows.Select(row => row[1]).Order());
        Assert.All(rows, row => Assert.Equal("0", row[3]));
    }

    [Fact]
    public void EveryFloat_IsCorrectlyRounded()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_EVERY_FLOAT") is not { } which)
        {
            return;
        }

        var all = 0L;
        foreach (var function in MathFunctions.All.Where(function => function.Count == 1 && (which == "all" || function.Name.Contains(which, StringComparison.OrdinalIgnoreCase))))
        {
            var (doubtful, wrong) = Run(function);
            output.WriteLine($"{function.Name}: {doubtful} doubtful, {wrong} wrong");
            var start = $"| `{function.Name}` |";
            var row = string.Create(CultureInfo.InvariantCulture, $"{start} {doubtful:n0} | {wrong:n0} |");
            File.WriteAllLines(s_table, [.. File.ReadAllLines(s_table).Where(line => !line.StartsWith(start, StringComparison.Ordinal)), row]);
            all += wrong;
        }

        Assert.Equal(0, all);
    }

    private static (long Doubtful, long Wrong) Run(MathFunction function)
    {
        var (doubtful, wrong) = (0L, 0L);
        var (x, y) = (new float[Chunk], new float[Chunk]);
        for (var first = 0L; first < 1L << 32; first += Chunk)
        {
            for (var index = 0; index < Chunk; index++)
            {
                x[index] = BitConverter.UInt32BitsToSingle((uint)(first + index));
            }

            var results = FunctionRule.Apply(function, x, y);
            Parallel.For(0, Environment.ProcessorCount, part =>
            {
                var (inDoubt, notRight) = (0L, 0L);
                for (var index = part; index < Chunk; index += Environment.ProcessorCount)
                {
                    var value = function.Of(x[index], 0);
                    var isClear = CorrectRounding.IsClear(value);
                    var expected = isClear ? (float)value : CorrectRounding.Of(function, x[index], 0);
                    inDoubt += isClear ? 0 : 1;
                    notRight += CorrectRounding.AreSame(results[index], expected) ? 0 : 1;
                }

                Interlocked.Add(ref doubtful, inDoubt);
                Interlocked.Add(ref wrong, notRight);
            });
        }

        return (doubtful, wrong);
    }
}
