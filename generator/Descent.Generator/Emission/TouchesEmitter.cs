using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes which states a sweep reads and writes, where it is not all: what is not touched need not be decoded or encoded.</summary>
internal sealed class TouchesEmitter(RuleModel rule, IReadOnlyList<KernelEmitter> kernels)
{
    private const string Services = "global::Descent.CompilerServices";
    private const int Weights = 63;

    /// <summary>The states in memory, in the order in which the runtime counts them.</summary>
    private readonly List<StateModel> _states = [.. rule.States.Where(state => state.Scope.IsWithinTensor())];

    public void Write(SourceWriter writer)
    {
        var arms = kernels.SelectMany(Arms).ToList();
        if (arms.Count == 0)
        {
            return;
        }

        writer.Line("/// <inheritdoc/>");
        writer.Line(Generated.Hidden);
        writer.Line($"public override {Services}.SweepTouches Touches({Services}.RuleMethod method, global::Descent.OptimizerState state, int step, int sweep) => (method, sweep) switch");
        writer.Line("{");
        using (writer.Indented())
        {
            arms.ForEach(writer.Line);
            writer.Line("_ => default,");
        }

        writer.Line("};");
        writer.Line();
    }

    private IEnumerable<string> Arms(KernelEmitter kernel)
    {
        var emitter = kernel.Stored ?? kernel;
        var plan = emitter.Method;
        for (var sweep = 0; sweep < plan.Sweeps; sweep++)
        {
            var variants = plan.Variants.Select(variant => Untouched(variant, sweep)).ToList();
            var label = $"({MembersEmitter.Kind(plan.Kind)}, {sweep.ToString(CultureInfo.InvariantCulture)})";
            if (variants.Distinct().Count() > 1)
            {
                yield return $"{label} => {emitter.KeptValues}.Variant switch";
                yield return "{";
                for (var variant = 0; variant < variants.Count; variant++)
                {
                    var number = variant < variants.Count - 1 ? plan.Variants[variant].Number.ToString(CultureInfo.InvariantCulture) : "_";
                    yield return $"    {number} => {New(variants[variant])},{Comment(variants[variant])}";
                }

                yield return "},";
            }
            else if (variants[0] is not (0, 0))
            {
                yield return $"{label} => {New(variants[0])},{Comment(variants[0])}";
            }
        }
    }

    /// <summary>The bits of the states that a sweep does not read, and of those, and the weight, that it does not write.</summary>
    private (ulong NotRead, ulong NotWritten) Untouched(Variant variant, int sweep)
    {
        var buffers = BuffersOf(variant, sweep);
        ulong notRead = 0, notWritten = buffers.Any(buffer => buffer.IsWritten && buffer.Parameter.Role == ParameterRole.Weight) ? 0 : 1UL << Weights;
        foreach (var (state, index) in _states.Select((state, index) => (state, index)).Where(item => item.index < Weights && item.state is { Scope: Axes.Weight, IsSquare: false }))
        {
            notRead |= buffers.Any(buffer => buffer.IsRead && buffer.Parameter.Slot == state.Slot) ? 0 : 1UL << index;
            notWritten |= buffers.Any(buffer => buffer.IsWritten && buffer.Parameter.Slot == state.Slot) ? 0 : 1UL << index;
        }

        return (notRead, notWritten);
    }

    private static IReadOnlyList<Buffer> BuffersOf(Variant variant, int sweep)
        => sweep < variant.Sweeps.Count ? [.. variant.Sweeps[sweep].Loops.SelectMany(loop => loop.Kernel.Buffers)] : [];

    private static string New((ulong NotRead, ulong NotWritten) untouched)
        => untouched is (0, 0) ? "default" : $"new(notRead: {Bits(untouched.NotRead)}, notWritten: {Bits(untouched.NotWritten)})";

    private string Comment((ulong NotRead, ulong NotWritten) untouched)
    {
        var parts = new[] { ("reads all but ", untouched.NotRead), ("writes all but ", untouched.NotWritten) }.Where(part => part.Item2 != 0).Select(part => part.Item1 + Listed(part.Item2)).ToList();
        return parts.Count == 0 ? "" : " // " + string.Join("; ", parts);
    }

    private string Listed(ulong bits) => string.Join(", ", Enumerable.Range(0, Weights + 1).Where(bit => (bits >> bit & 1) != 0).Select(bit => bit == Weights ? "weight" : _states[bit].Name));

    private static string Bits(ulong bits) => "0x" + bits.ToString("X", CultureInfo.InvariantCulture);
}
