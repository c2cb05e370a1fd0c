using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>
/// The promise of strict mode on every built-in rule: each passes the battery, and in both types the loop computes what the interpreter
/// of the IR does. The rules' own methods, which the battery asks, are in double.
/// </summary>
public sealed class BuiltInRulesTests
{
    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    public static TheoryData<string> RulesOfMatrices => [.. Repository.BuiltInRules.Where(rule => BuiltInBatteries.Creating(rule)().Schema.IsOfMatrices)];

    public static TheoryData<string, string> Checks
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var rule in Repository.BuiltInRules)
            {
                foreach (var check in BuiltInBatteries.Of(rule).Checks)
                {
                    rows.Add(rule, check);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Passes(string name, string check) => BuiltInBatteries.Of(name).Run(check);

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryLength_GivesTheSpecifiedBits(string name)
    {
        Compare(name, Cases.EveryLength<float>(1, SpecialValues.UsualShare));
        Compare(name, Cases.EveryLength<double>(1, SpecialValues.UsualShare));
    }

    [Theory]
    [MemberData(nameof(RulesOfMatrices))]
    public void EveryShape_GivesTheSpecifiedBits(string name)
    {
        // A special value may be all there is of a tensor whose weights depend on each other.
        foreach (var share in new[] { SpecialValues.UsualShare, 0 })
        {
            Compare(name, Cases.EveryShape<float>(1, share));
            Compare(name, Cases.EveryShape<double>(1, share));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void UnalignedMemory_GivesTheSpecifiedBits(string name)
    {
        Compare(name, Cases.UnalignedMemory<float>(1, SpecialValues.UsualShare));
        Compare(name, Cases.UnalignedMemory<double>(1, SpecialValues.UsualShare));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void SpecialValueInEachLane_GivesTheSpecifiedBits(string name)
    {
        Compare(name, Cases.SpecialValueInEachLane<float>(1));
        Compare(name, Cases.SpecialValueInEachLane<double>(1));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryLoop_GivesTheSpecifiedBits(string name)
    {
        var variations = Variation.Of(BuiltInBatteries.Creating(name));
        Compare(name, Cases.EveryLoop<float>(variations, 7, SpecialValues.UsualShare));
        Compare(name, Cases.EveryLoop<double>(variations, 7, SpecialValues.UsualShare));
    }

    private static void Compare<T>(string name, IEnumerable<Case<T>> cases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var rule = CompiledRule.Of(typeof(Optimizer).Assembly.GetType("Descent." + name)!, Repository.BuiltInRule(name));
        foreach (var given in cases)
        {
            Comparison.WithMeaning(rule, given);
        }
    }
}
