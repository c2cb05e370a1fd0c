using System.Runtime.InteropServices;
using Descent.Matrices;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Every rule of the libraries, and one of a user's own, steps tensors to the bits that it gives over arrays.</summary>
public sealed class CatalogueTests
{
    private const int Steps = 5;

    private static readonly long[][] s_shapes = [[4, 6], [6], [3, 2, 2, 2]];

    public static TheoryData<string> Rules =>
        [.. new[] { typeof(Adam).Assembly, typeof(Muon).Assembly, typeof(SlowSign).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(RuleOptimizer)) && !type.IsAbstract)
            .Select(type => type.AssemblyQualifiedName!)];

    [TorchTheory, MemberData(nameof(Rules))]
    public void Rule_steps_tensors_as_it_steps_arrays(string type)
    {
        var sequences = s_shapes.Select((shape, index) => new Sequence((int)shape.Aggregate(1L, (product, size) => product * size), index + 1)).ToArray();
        var parameters = s_shapes.Zip(sequences, (shape, sequence) => sequence.Parameter(ScalarType.Float32, shape)).ToArray();
        var arrays = sequences.Select(sequence => Array.ConvertAll(sequence.First, value => (float)value)).ToArray();
        var gradients = arrays.Select(array => new float[array.Length]).ToArray();
        using var twin = Make(type);
        using var optimizer = DescentOptimizer.For(parameters, Make(type));
        for (var index = 0; index < arrays.Length; index++)
        {
            twin.Add(index.ToString(System.Globalization.CultureInfo.InvariantCulture), arrays[index], gradients[index], Array.ConvertAll(s_shapes[index], size => (nint)size));
        }

        BindInputs(twin);
        BindInputs(optimizer.Group);
        for (var step = 1; step <= Steps; step++)
        {
            var evaluation = 10 * step;
            optimizer.step(() =>
            {
                Give(parameters, sequences, evaluation++);
                return zeros(1);
            }).Dispose();

            evaluation = 10 * step;
            for (var times = twin.EvaluatesTwice ? 2 : 1; times > 0; times--)
            {
                if (times == 1)
                {
                    twin.BeforeGradient();
                }

                for (var index = 0; index < arrays.Length; index++)
                {
                    Array.ConvertAll(sequences[index].Gradients(evaluation), value => (float)value).CopyTo(gradients[index], 0);
                }

                evaluation++;
            }

            twin.Step();
        }

        for (var index = 0; index < arrays.Length; index++)
        {
            Assert.Equal(MemoryMarshal.AsBytes<float>(arrays[index]).ToArray(), Sequence.Bits(parameters[index]));
        }

        Assert.Equal(arrays.Length, optimizer.LastResult.Updated);
    }

    private static RuleOptimizer Make(string type)
    {
        var rule = (RuleOptimizer)Activator.CreateInstance(Type.GetType(type, throwOnError: true)!)!;
        foreach (var input in rule.StepInputs)
        {
            input.Number = 2;
        }

        return rule;
    }

    private static void BindInputs(Optimizer optimizer)
    {
        foreach (var parameter in optimizer.Parameters)
        {
            foreach (var input in parameter.Inputs)
            {
                var values = new float[parameter.Length];
                Array.Fill(values, 0.5f);
                parameter.BindInput(input.Name, values);
            }
        }
    }

    private static void Give(TorchParameter[] parameters, Sequence[] sequences, int step)
    {
        foreach (var (parameter, sequence) in parameters.Zip(sequences))
        {
            sequence.Give(parameter, step);
        }
    }
}

/// <summary>A rule that nobody else has: steps by the sign of an average.</summary>
[Optimizer]
public sealed partial class SlowSign
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double average)
    {
        average = Momentum * average + (1 - Momentum) * gradient;
        weight -= LearningRate * Math.Sign(average);
    }
}
