using System.Numerics;

namespace Descent.Training.Tests.Checks;

/// <summary>
/// Softmax regression on one hidden layer, with gradients by hand, in one element type. Its gradient can be made wrong in the ways in
/// which gradients are.
/// </summary>
internal sealed class TinyNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = 4, Hidden = 5, Classes = 3, Examples = 6;
    private readonly T[] _inputs = new T[Examples * Inputs];

    public TinyNetwork(bool rectified = false, int seed = 7)
    {
        Rectified = rectified;
        var random = new Random(seed);
        Fill(_inputs, 1);
        Fill(Weights1, 0.5);
        Fill(Weights2, 0.5);
        Optimizer.Add("layer1.weight", Weights1, Gradients1, [Inputs, Hidden]);
        Optimizer.Add("layer1.bias", Bias1, BiasGradients1);
        Optimizer.Add("layer2.weight", Weights2, Gradients2, [Hidden, Classes]);

        void Fill(T[] values, double scale)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = T.CreateTruncating(scale * ((2 * random.NextDouble()) - 1));
            }
        }
    }

    public Sgd Optimizer { get; } = new();

    public T[] Weights1 { get; } = new T[Inputs * Hidden];

    public T[] Bias1 { get; } = new T[Hidden];

    public T[] Weights2 { get; } = new T[Hidden * Classes];

    public T[] Gradients1 { get; } = new T[Inputs * Hidden];

    public T[] BiasGradients1 { get; } = new T[Hidden];

    public T[] Gradients2 { get; } = new T[Hidden * Classes];

    public bool Rectified { get; }

    /// <summary>λ of λ/2 Σ w² over both weight matrices.</summary>
    public double Regularization { get; init; }

    /// <summary>What is done to the gradients after they were computed right.</summary>
    public Action<TinyNetwork<T>>? Fault { get; init; }

    public double Loss() => double.CreateTruncating(Evaluate(withGradients: false));

    public double LossAndGradients()
    {
        var loss = double.CreateTruncating(Evaluate(withGradients: true));
        Fault?.Invoke(this);
        return loss;
    }

    public double DataLossAndGradients() => double.CreateTruncating(DataLoss(withGradients: true));

    public double PenaltyAndGradients()
    {
        Clear();
        return double.CreateTruncating(Penalty(withGradients: true));
    }

    private T Evaluate(bool withGradients) => DataLoss(withGradients) + Penalty(withGradients);

    private void Clear()
    {
        Array.Clear(Gradients1);
        Array.Clear(BiasGradients1);
        Array.Clear(Gradients2);
    }

    private T DataLoss(bool withGradients)
    {
        if (withGradients)
        {
            Clear();
        }

        var loss = T.Zero;
        T[] hidden = new T[Hidden], scores = new T[Classes];
        for (var example = 0; example < Examples; example++)
        {
            var input = _inputs.AsSpan(example * Inputs, Inputs);
            for (var j = 0; j < Hidden; j++)
            {
                var sum = Bias1[j];
                for (var i = 0; i < Inputs; i++)
                {
                    sum += input[i] * Weights1[(i * Hidden) + j];
                }

                hidden[j] = Rectified ? T.Max(sum, T.Zero) : T.Tanh(sum);
            }

            var total = T.Zero;
            for (var k = 0; k < Classes; k++)
            {
                var score = T.Zero;
                for (var j = 0; j < Hidden; j++)
                {
                    score += hidden[j] * Weights2[(j * Classes) + k];
                }

                scores[k] = T.Exp(score);
                total += scores[k];
            }

            var label = example % Classes;
            loss -= T.Log(scores[label] / total);
            if (withGradients)
            {
                Backward(input, hidden, scores, total, label);
            }
        }

        return loss / T.CreateTruncating(Examples);
    }

    private void Backward(ReadOnlySpan<T> input, T[] hidden, T[] scores, T total, int label)
    {
        for (var j = 0; j < Hidden; j++)
        {
            var back = T.Zero;
            for (var k = 0; k < Classes; k++)
            {
                var error = ((scores[k] / total) - (k == label ? T.One : T.Zero)) / T.CreateTruncating(Examples);
                Gradients2[(j * Classes) + k] += error * hidden[j];
                back += error * Weights2[(j * Classes) + k];
            }

            back *= Rectified ? (hidden[j] > T.Zero ? T.One : T.Zero) : T.One - (hidden[j] * hidden[j]);
            BiasGradients1[j] += back;
            for (var i = 0; i < Inputs; i++)
            {
                Gradients1[(i * Hidden) + j] += back * input[i];
            }
        }
    }

    private T Penalty(bool withGradients)
    {
        var strength = T.CreateTruncating(Regularization);
        return Add(Weights1, Gradients1) + Add(Weights2, Gradients2);

        T Add(T[] weights, T[] gradients)
        {
            var sum = T.Zero;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * weights[i];
                gradients[i] += withGradients ? strength * weights[i] : T.Zero;
            }

            return strength / T.CreateTruncating(2) * sum;
        }
    }
}
