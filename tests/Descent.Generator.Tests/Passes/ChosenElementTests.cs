using Descent.Generator.IR;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Passes;

/// <summary>An element whose index is known in the step is chosen once: its loop moves that element and no other.</summary>
public sealed class ChosenElementTests
{
    [Theory]
    [InlineData("v[step % v.Length] = gradient; weight -= v[step % v.Length];", 5, 5, 1)]
    [InlineData("weight -= v[step % 5] * gradient;", 5, 5, 1)]
    [InlineData("v[step % 3] = 0.5 * v[step % 3] + gradient; weight -= v[step % 3];", 5, 5, 1)]
    public void Loops_MoveTheChosenElement(string body, int count, int loops, int states)
    {
        var compilation = GeneratorHarness.Compile($"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient, [State(Count = {count})] Span<double> v, [Step] int step) {{ {body} }} }}");
        var model = RuleReader.Read(compilation.GetTypeByMetadataName("Rule")!, compilation, CancellationToken.None).Model!;
        var lowered = PassPipeline.Lower(PassPipeline.Simplify(model.Update.Body, model.Functions, CancellationToken.None), isRelaxed: false, CancellationToken.None);

        var slots = new List<HashSet<string>>();
        foreach (var instruction in lowered.Instructions)
        {
            if (instruction.Opcode == Opcode.Loop)
            {
                slots.Add([]);
            }
            else if (instruction.Opcode is Opcode.Load or Opcode.Store && instruction.Slot!.IsState)
            {
                slots[^1].Add(instruction.Slot.Name);
            }
        }

        Assert.Equal(loops, slots.Count);
        Assert.All(slots, touched => Assert.Equal(states, touched.Count));
    }
}
