using Descent.Testing;

namespace Descent.Matrices.Tests.Rules;

/// <summary>The battery of every rule, for rules of whole matrices: the loops and operations give the bits of the method.</summary>
public sealed class BatteryTests
{
    private static readonly Dictionary<string, RuleBattery> s_batteries = new()
    {
        ["Muon"] = new(() => new Muon()),
        ["Muon, otherwise"] = new(() => new Muon { IsNesterov = false, WeightDecay = 0.1, Scale = MuonScale.MatchAdamW, Steps = 4 }),
        ["Muon, as in PyTorch"] = new(() => new Muon { NormGuard = NormGuard.AtLeast }),
        ["Shampoo"] = new(() => new Shampoo { Frequency = 3 }),
        ["Shampoo, otherwise"] = new(() => new Shampoo { Root = 2, IsOneAfterTheOther = true, WeightDecay = 0.01 }),
        ["Soap"] = new(() => new Soap { Frequency = 2 }),
        ["Soap, otherwise"] = new(() => new Soap { IsNormalized = true, WeightDecay = 0 }),
        ["WhitenedForTests"] = new(() => new WhitenedForTests()),
        ["SPlus"] = new(() => new SPlus { Frequency = 3, WeightDecay = 0.01 }),
    };

    public static TheoryData<string, string> Checks
    {
        get
        {
            var checks = new TheoryData<string, string>();
            foreach (var (name, battery) in s_batteries)
            {
                foreach (var check in battery.Checks)
                {
                    checks.Add(name, check);
                }
            }

            return checks;
        }
    }

    [Theory, MemberData(nameof(Checks))]
    public void Rules_pass(string rule, string check) => s_batteries[rule].Run(check);
}
