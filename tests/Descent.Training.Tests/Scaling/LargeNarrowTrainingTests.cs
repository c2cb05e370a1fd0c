using System.Globalization;
using System.Numerics.Tensors;
using Xunit.Abstractions;

namespace Descent.Training.Tests.Scaling;

/// <summary>
/// A network of 5,360,640 weights, 784 to 2,304 to 1,536 to 10 with ReLU between, on the digits of this repository, with small steps.
/// <c>DESCENT_NARROW=all</c> trains it in every storage and writes the record, some minutes; a run of all tests holds what the record says.
/// </summary>
public sealed class LargeNarrowTrainingTests(ITestOutputHelper output)
{
    private const int Batch = 100, Epochs = 2;

    private static readonly int[] s_widths = [784, 2304, 1536, 10];

    private static readonly string s_record = Path.Combine(Repository.Root, "tests", "Descent.Training.Tests", "Scaling", "narrow.md");

    /// <summary>What keeps the rest, or rounds by chance, is within 1 % of the loss of float; what loses it is visibly not.</summary>
    [Fact]
    public void Record_SaysWhatIsPromised()
    {
        var rows = File.ReadAllLines(s_record).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(8, rows.Count);
        Assert.All(rows, row =>
        {
            var share = double.Parse(row[3], CultureInfo.InvariantCulture);
            if (row[1].Contains("Nearest", StringComparison.Ordinal))
            {
                Assert.True(share > 1.05);
            }
            else
            {
                Assert.InRange(share, 0.99, 1.01);
            }
        });
    }

    [Fact]
    public void LargeNetwork_ReachesTheLossOfFloat()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_NARROW") is null)
        {
            return;
        }

        var (images, labels) = SmallDigits.Read();
        var expected = Loss<float>(images, labels, default, StateStorage.Native);
        var table = File.ReadAllLines(s_record).TakeWhile(line => !line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Add("`float`", expected);
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            Add($"`BFloat16`, `{precision}`", Loss<BFloat16>(images, labels, precision, StateStorage.Native));
        }

        Add("`float`, states `Blocks8`", Loss<float>(images, labels, default, StateStorage.Blocks8));
        Add("`BFloat16`, `Stochastic`, states `Blocks8`", Loss<BFloat16>(images, labels, WeightPrecision.Stochastic, StateStorage.Blocks8));
        File.WriteAllLines(s_record, table);
        Record_SaysWhatIsPromised();

        void Add(string what, double loss)
        {
            table.Add(string.Create(CultureInfo.InvariantCulture, $"| {what} | {loss:0.0000} | {loss / expected:0.000} |"));
            output.WriteLine(table[^1]);
        }
    }

    /// <summary>The mean cross-entropy over all digits after training.</summary>
    private static double Loss<T>(float[] images, byte[] labels, WeightPrecision precision, StateStorage storage)
        where T : unmanaged
    {
        using var adam = new Adam { LearningRate = 1e-5, Storage = { Weights = precision, States = storage }, Options = { Seed = 1 } };
        var random = new Random(1);
        var (weights, gradients, parameters) = (new float[3][], new float[3][], new Parameter[3]);
        for (var layer = 0; layer < 3; layer++)
        {
            var (inputs, outputs) = (s_widths[layer], s_widths[layer + 1]);
            (weights[layer], gradients[layer]) = (new float[inputs * outputs], new float[inputs * outputs]);
            parameters[layer] = adam.Add($"layer{layer}", new T[inputs * outputs]);
            parameters[layer].Weights.CopyFrom<float>([.. weights[layer].Select(_ => (float)((random.NextDouble() - 0.5) * Math.Sqrt(24.0 / inputs)))]);
            parameters[layer].RefreshWeights();
            parameters[layer].BindGradients(gradients[layer]);
            parameters[layer].Weights.CopyTo<float>(weights[layer]);
        }

        for (var step = 0; step < Epochs * labels.Length / Batch; step++)
        {
            Run(images, labels, step * Batch % labels.Length, weights, gradients);
            adam.Step();
            for (var layer = 0; layer < 3; layer++)
            {
                parameters[layer].Weights.CopyTo<float>(weights[layer]);
            }
        }

        return Enumerable.Range(0, labels.Length / Batch).Sum(batch => Run(images, labels, batch * Batch, weights, null)) / labels.Length;
    }

    /// <summary>The summed loss of a batch, and the gradients of its mean.</summary>
    private static double Run(float[] images, byte[] labels, int first, float[][] weights, float[][]? gradients)
    {
        var values = new float[4][];
        values[0] = images.AsSpan(first * s_widths[0], Batch * s_widths[0]).ToArray();
        for (var layer = 0; layer < 3; layer++)
        {
            values[layer + 1] = Forward(values[layer], weights[layer], s_widths[layer], s_widths[layer + 1], isLast: layer == 2);
        }

        var (loss, errors) = (0.0, values[3]);
        for (var example = 0; example < Batch; example++)
        {
            var scores = errors.AsSpan(example * 10, 10);
            TensorPrimitives.SoftMax(scores, scores);
            loss -= Math.Log(Math.Max(scores[labels[first + example]], 1e-30f));
            scores[labels[first + example]] -= 1;
            TensorPrimitives.Divide(scores, Batch, scores);
        }

        for (var layer = 2; layer >= 0 && gradients is not null; layer--)
        {
            errors = Backward(values[layer], errors, weights[layer], gradients[layer], s_widths[layer], s_widths[layer + 1]);
        }

        return loss;
    }

    private static float[] Forward(float[] inputs, float[] weights, int width, int outputs, bool isLast)
    {
        var results = new float[Batch * outputs];
        for (var output = 0; output < outputs; output++)
        {
            var row = weights.AsSpan(output * width, width);
            for (var example = 0; example < Batch; example++)
            {
                var score = TensorPrimitives.Dot(row, inputs.AsSpan(example * width, width));
                results[(example * outputs) + output] = isLast ? score : Math.Max(score, 0);
            }
        }

        return results;
    }

    /// <summary>The errors of the inputs, 0 where ReLU was; writes the gradients.</summary>
    private static float[] Backward(float[] inputs, float[] errors, float[] weights, float[] gradients, int width, int outputs)
    {
        var before = new float[inputs.Length];
        for (var output = 0; output < outputs; output++)
        {
            var row = weights.AsSpan(output * width, width);
            var gradient = gradients.AsSpan(output * width, width);
            gradient.Clear();
            for (var example = 0; example < Batch; example++)
            {
                var error = errors[(example * outputs) + output];
                if (error != 0)
                {
                    TensorPrimitives.MultiplyAdd(inputs.AsSpan(example * width, width), error, gradient, gradient);
                    var ofInput = before.AsSpan(example * width, width);
                    TensorPrimitives.MultiplyAdd(row, error, ofInput, ofInput);
                }
            }
        }

        for (var index = 0; index < before.Length; index++)
        {
            before[index] = inputs[index] > 0 ? before[index] : 0;
        }

        return before;
    }
}
