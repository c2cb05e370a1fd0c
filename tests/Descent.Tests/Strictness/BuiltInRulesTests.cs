using System.Numerics;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness;

/// <summary>The promise of strict mode on every built-in rule: the loop computes exactly what the method says.</summary>
public sealed class BuiltInRulesTests
{
    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    /// <summary>For a rule that reduces over the tensor, a part of one is another tensor.</summary>
    public static TheoryData<string> RulesWithoutReductions
        => [.. Repository.BuiltInRules.Where(rule => Rule(rule).Update.Instructions.All(instruction => instruction.Opcode != Opcode.Reduce))];

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryLength_GivesTheSpecifiedBits(string name)
    {
        var rule = Rule(name);
        for (var length = 0; length <= (4 * Vector<float>.Count) + 3; length++)
        {
            Run<float>(rule, length, seed: length);
            Run<double>(rule, length, seed: length);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void UnalignedSlices_GiveTheSpecifiedBits(string name)
    {
        var rule = Rule(name);
        for (var offset = 1; offset < 9; offset++)
        {
            Run<float>(rule, 37, seed: offset, offset);
            Run<double>(rule, 37, seed: offset, offset);
        }
    }

    /// <summary>A NaN or a subnormal in one lane must not change its neighbours, whichever lane it is in.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void SpecialValue_InEachLane(string name)
    {
        var rule = Rule(name);
        Plant<float>(rule);
        Plant<double>(rule);
    }

    /// <summary>Step-rate branches, such as weight decay, make loops of their own: each of them is run.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryLoop_GivesTheSpecifiedBits(string name)
    {
        var rule = Rule(name);
        foreach (var decoupled in new[] { false, true })
        {
            Action<Optimizer> configure = optimizer =>
            {
                Set(optimizer, "WeightDecay", 0.01);
                Set(optimizer, "Dampening", 0.3);
                Set(optimizer, "DecoupledWeightDecay", decoupled);
            };
            var random = new Random(7);
            Comparison.Run(rule, SpecialValues.Mixed<float>(random, 67), _ => SpecialValues.Mixed<float>(random, 67), steps: 8, configure: configure);
            Comparison.Run(rule, SpecialValues.Mixed<double>(random, 67), _ => SpecialValues.Mixed<double>(random, 67), steps: 8, configure: configure);
        }
    }

    /// <summary>A tensor cut anywhere gives the same bits as the whole.</summary>
    [Theory]
    [MemberData(nameof(RulesWithoutReductions))]
    public void TensorCutAnywhere_GivesTheSameBits(string name)
    {
        var rule = Rule(name);
        var random = new Random(11);
        var (weights, gradients) = (SpecialValues.Mixed<float>(random, 53), SpecialValues.Mixed<float>(random, 53));
        for (var cut = 1; cut < weights.Length; cut++)
        {
            var (whole, parts) = ((float[])weights.Clone(), (float[])weights.Clone());
            using var one = rule.Create();
            using var two = rule.Create();
            one.Add("whole", whole, gradients);
            two.Add("first", parts.AsMemory(..cut), gradients.AsMemory(..cut));
            two.Add("second", parts.AsMemory(cut..), gradients.AsMemory(cut..));
            rule.BindInputs<float>(one.Parameters[0].State, _ => gradients);
            rule.BindInputs<float>(two.Parameters[0].State, _ => gradients.AsMemory(..cut));
            rule.BindInputs<float>(two.Parameters[1].State, _ => gradients.AsMemory(cut..));
            for (var step = 0; step < 2; step++)
            {
                one.BeforeGradient();
                two.BeforeGradient();
                one.Step();
                two.Step();
            }

            Bits.AssertEqual<float>(whole, parts, index => $"{name} cut at {cut}, weight {index}");
        }
    }

    private static void Plant<T>(CompiledRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var length = (2 * Vector<T>.Count) + 1;
        foreach (var special in SpecialValues.All<T>())
        {
            for (var lane = 0; lane < Vector<T>.Count; lane++)
            {
                var random = new Random(lane);
                var weights = SpecialValues.Mixed<T>(random, length, specialShare: 0);
                var gradients = SpecialValues.Mixed<T>(random, length, specialShare: 0);
                gradients[Vector<T>.Count + lane] = special;
                weights[lane] = special;
                Comparison.Run(rule, weights, _ => gradients, steps: 2);
            }
        }
    }

    private static void Run<T>(CompiledRule rule, int length, int seed, int offset = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        Comparison.Run(rule, SpecialValues.Mixed<T>(random, length), _ => SpecialValues.Mixed<T>(random, length), offset: offset);
    }

    private static void Set(Optimizer optimizer, string property, object value)
    {
        if (optimizer.GetType().GetProperty(property) is { } found)
        {
            found.SetValue(optimizer, value);
        }
    }

    private static CompiledRule Rule(string name) => CompiledRule.Of(typeof(Optimizer).Assembly.GetType("Descent." + name)!, Repository.BuiltInRule(name));
}
