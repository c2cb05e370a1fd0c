using System.Numerics.Tensors;
using Xunit.Abstractions;

namespace Descent.Training.Tests.Scaling;

/// <summary>
/// Real digits, a linear classifier, small steps: weights of 16 bits train as those of 32 where what they have no room for is kept or decides by chance, and
/// do not where it is lost. It is why the choices exist.
/// </summary>
public sealed class NarrowTrainingTests(ITestOutputHelper output)
{
    private const int Pixels = 784, Classes = 10, Batch = 100, Epochs = 6;

    [Fact]
    public void Digits_ReachTheLossOfFloat_UnlessWhatIsRoundedAwayIsLost()
    {
        var (images, labels) = SmallDigits.Read();
        var expected = Loss<float>(images, labels, default, StateStorage.Native);
        output.WriteLine($"float {expected:0.0000}");
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            var loss = Loss<BFloat16>(images, labels, precision, StateStorage.Native);
            output.WriteLine($"{precision} {loss:0.0000}, {loss / expected:0.000}");
            if (precision == WeightPrecision.Nearest)
            {
                Assert.True(loss > 1.1 * expected, $"{loss} against {expected}");
            }
            else
            {
                Assert.InRange(loss / expected, 0.99, 1.01);
            }
        }

        var states = Loss<float>(images, labels, default, StateStorage.Blocks8);
        output.WriteLine($"8-bit states {states:0.0000}, {states / expected:0.000}");
        Assert.InRange(states / expected, 0.99, 1.01);
    }

    /// <summary>The mean cross-entropy over all digits after training.</summary>
    private static double Loss<T>(float[] images, byte[] labels, WeightPrecision precision, StateStorage storage)
        where T : unmanaged
    {
        using var adam = new Adam { LearningRate = 3e-5, Storage = { Weights = precision, States = storage, SmallestInBlocks = 0 }, Options = { Seed = 1 } };
        var parameter = adam.Add("weights", new T[Pixels * Classes]);
        var random = new Random(1);
        parameter.Weights.CopyFrom<float>([.. Enumerable.Range(0, Pixels * Classes).Select(_ => (float)((random.NextDouble() - 0.5) * 0.1))]);
        parameter.RefreshWeights();
        var (weights, gradients) = (new float[Pixels * Classes], new float[Pixels * Classes]);
        parameter.BindGradients(gradients);
        for (var step = 0; step < Epochs * labels.Length / Batch; step++)
        {
            parameter.Weights.CopyTo<float>(weights);
            Array.Clear(gradients);
            for (var example = 0; example < Batch; example++)
            {
                Backward(images, labels, (int)(((long)step * Batch) + example) % labels.Length, weights, gradients, 1f / Batch);
            }

            adam.Step();
        }

        parameter.Weights.CopyTo<float>(weights);
        return Enumerable.Range(0, labels.Length).Sum(example => Backward(images, labels, example, weights, [], 0)) / labels.Length;
    }

    /// <summary>The loss of one digit; adds its gradients.</summary>
    private static double Backward(float[] images, byte[] labels, int example, float[] weights, Span<float> gradients, float share)
    {
        var image = images.AsSpan(example * Pixels, Pixels);
        Span<float> scores = stackalloc float[Classes];
        for (var digit = 0; digit < Classes; digit++)
        {
            scores[digit] = TensorPrimitives.Dot(image, weights.AsSpan(digit * Pixels, Pixels));
        }

        TensorPrimitives.SoftMax(scores, scores);
        var loss = -Math.Log(Math.Max(scores[labels[example]], 1e-30f));
        for (var digit = 0; digit < Classes && !gradients.IsEmpty; digit++)
        {
            var ofDigit = gradients.Slice(digit * Pixels, Pixels);
            TensorPrimitives.MultiplyAdd(image, share * (scores[digit] - (labels[example] == digit ? 1 : 0)), ofDigit, ofDigit);
        }

        return loss;
    }
}
