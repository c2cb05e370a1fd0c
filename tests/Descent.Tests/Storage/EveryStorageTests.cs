using System.Globalization;
using System.Numerics;
using Descent.Testing;
using Descent.Testing.Comparing;
using Descent.Tests.Strictness;
using Xunit.Abstractions;

namespace Descent.Tests.Storage;

/// <summary>
/// Every built-in rule in every storage of weights, gradients and states that rounds by no chance: <c>DESCENT_STORAGES=all</c>, or a part of a rule's name,
/// compares as bits and writes the record. A run of all tests compares those that the batteries have, and that the record is whole.
/// </summary>
public sealed class EveryStorageTests(ITestOutputHelper output)
{
    private static readonly string s_record = Path.Combine(Repository.Root, "tests", "Descent.Tests", "Storage", "every-storage.md");

    private static readonly WeightPrecision[] s_precisions = [WeightPrecision.Nearest, WeightPrecision.Compensated, WeightPrecision.Master, WeightPrecision.SplitMaster];

    [Fact]
    public void Record_HasEveryRule_AndNoDifference()
    {
        var rows = File.ReadAllLines(s_record).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(Repository.BuiltInRules.Select(name => $"`{name}`").Order(StringComparer.Ordinal), rows.Select(row => row[1]).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal("0", row[3]));
    }

    [Fact]
    public void EveryRule_InEveryStorage_GivesTheBits()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_STORAGES") is not { } which)
        {
            return;
        }

        var all = new List<string>();
        foreach (var rule in Repository.BuiltInRules.Where(name => which == "all" || name.Contains(which, StringComparison.OrdinalIgnoreCase)))
        {
            var (runs, differences) = (0, new List<string>());
            var create = BuiltInBatteries.Creating(rule);
            Each<float, float, float>();
            Each<float, float, BFloat16>();
            Each<float, float, Half>();
            Each<float, BFloat16, float>();
            Each<float, BFloat16, BFloat16>();
            Each<float, BFloat16, Half>();
            Each<float, Half, float>();
            Each<float, Half, BFloat16>();
            Each<float, Half, Half>();
            Each<double, double, double>();
            var start = $"| `{rule}` |";
            var row = string.Create(CultureInfo.InvariantCulture, $"{start} {runs} | {differences.Count} |");
            File.WriteAllLines(s_record, [.. File.ReadAllLines(s_record).Where(line => !line.StartsWith(start, StringComparison.Ordinal)), row]);
            output.WriteLine(row);
            all.AddRange(differences);

            void Each<T, TWeight, TGradient>()
                where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
                where TWeight : unmanaged
                where TGradient : unmanaged
            {
                var precisions = typeof(TWeight) == typeof(BFloat16) ? s_precisions : typeof(TWeight) == typeof(Half) ? s_precisions[..3] : s_precisions[..1];
                foreach (var (states, precision) in Enum.GetValues<StateStorage>().SelectMany(states => precisions.Select(precision => (states, precision))))
                {
                    runs++;
                    try
                    {
                        Compare<T, TWeight, TGradient>(rule, create, states, precision);
                    }
                    catch (RuleCheckException difference)
                    {
                        differences.Add(difference.Message);
                    }
                }
            }
        }

        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static void Compare<T, TWeight, TGradient>(string rule, Func<RuleOptimizer> create, StateStorage states, WeightPrecision precision)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        var traits = new RuleTraits(create);
        var examination = new Examination(rule, create, "every storage", "", seed: 1) { Reduces = traits.Reduces, IsOfMatrices = traits.IsOfMatrices, HasSquares = traits.HasSquares };
        var given = examination.Draw<T>("", 37, 31, examination.ShareBetweenLoops, steps: 2);
        StoredRun<T, TWeight, TGradient>.Compare(examination, create, given, states, precision);
    }
}
