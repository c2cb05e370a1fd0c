using System.Globalization;
using System.Numerics.Tensors;
using Descent.Benchmarks.Measurement;
using Descent.Matrices;

namespace Descent.Benchmarks.Matrices;

/// <summary>
/// Measures a step of Muon over the four matrices of a layer of GPT-2 small beside its products alone, and beside the formula as PyTorch has it: one
/// operation after the other, products of symmetric results whole, over the same product.
/// </summary>
internal static class MuonSteps
{
    private static readonly (int Rows, int Columns)[] s_shapes = [(2304, 768), (768, 768), (3072, 768), (768, 3072)];

    public static void Add(MarkdownTable table, int threads, int rounds)
    {
        var random = new Random(1);
        using var muon = new Muon();
        muon.Options.MaxDegreeOfParallelism = threads;
        var workspace = new MatrixWorkspace { MaxDegreeOfParallelism = threads };
        List<Layer> layers = [.. s_shapes.Select(shape => new Layer(shape.Rows, shape.Columns, random, workspace))];
        foreach (var layer in layers)
        {
            muon.Add(string.Create(CultureInfo.InvariantCulture, $"weights{muon.Parameters.Count}"), layer.Weights, layer.Gradients, [layer.Rows, layer.Columns]);
        }

        var samples = Alternation.Measure([() => muon.Step(), () => layers.ForEach(layer => layer.Products()), () => layers.ForEach(layer => layer.StepAsPyTorch())], rounds, 1);
        table.Add(
            threads.ToString(CultureInfo.InvariantCulture),
            Number(samples[0].Median / 1e6, "0"),
            Number(samples[1].Median / 1e6, "0"),
            Number(samples[1].RatioTo(samples[0]), "0.00"),
            Number(samples[2].Median / 1e6, "0"),
            Number(samples[2].RatioTo(samples[0]), "0.00"));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The memory of one matrix.</summary>
    private sealed class Layer(int rows, int columns, Random random, MatrixWorkspace workspace)
    {
        private readonly bool _isTall = rows > columns;
        private readonly float[] _momentum = new float[rows * columns], _update = new float[rows * columns], _next = new float[rows * columns];
        private readonly float[] _gram = new float[Math.Min(rows, columns) * Math.Min(rows, columns)], _square = new float[Math.Min(rows, columns) * Math.Min(rows, columns)];

        public int Rows => rows;

        public int Columns => columns;

        public float[] Weights { get; } = Values(rows * columns, random);

        public float[] Gradients { get; } = Values(rows * columns, random);

        private int Side => Math.Min(rows, columns);

        /// <summary>The products of the five steps, the symmetric ones at half of their work.</summary>
        public void Products()
        {
            var view = new ReadOnlyMatrixView<float>(Gradients, rows, columns);
            for (var step = 0; step < NewtonSchulz.Muon.Steps; step++)
            {
                Matrix.Gram(_isTall ? view.Transposed : view, new(_gram, Side, Side), workspace);
                Matrix.Gram<float>(new(_gram, Side, Side), new(_square, Side, Side), workspace);
                Matrix.Multiply(_isTall ? view : new(_square, Side, Side), _isTall ? new(_square, Side, Side) : view, new(_next, rows, columns), workspace);
            }
        }

        /// <summary>A step, one operation after the other.</summary>
        public void StepAsPyTorch()
        {
            TensorPrimitives.Lerp<float>(_momentum, Gradients, 0.05f, _momentum);
            TensorPrimitives.Lerp<float>(Gradients, _momentum, 0.95f, _update);
            TensorPrimitives.Divide(_update, TensorPrimitives.Norm<float>(_update) + 1e-7f, _update);
            for (var step = 0; step < NewtonSchulz.Muon.Steps; step++)
            {
                var view = new ReadOnlyMatrixView<float>(_update, rows, columns);
                var gram = new ReadOnlyMatrixView<float>(_gram, Side, Side);
                Matrix.Multiply(_isTall ? view.Transposed : view, _isTall ? view : view.Transposed, new(_gram, Side, Side), workspace);
                Matrix.Multiply(gram, gram, new(_square, Side, Side), workspace);
                TensorPrimitives.Multiply(_square, (float)NewtonSchulz.Muon.C, _square);
                TensorPrimitives.MultiplyAdd(_gram, (float)NewtonSchulz.Muon.B, _square, _square);
                var polynomial = new ReadOnlyMatrixView<float>(_square, Side, Side);
                Matrix.Multiply(_isTall ? view : polynomial, _isTall ? polynomial : view, new(_next, rows, columns), workspace);
                TensorPrimitives.MultiplyAdd(_update, (float)NewtonSchulz.Muon.A, _next, _update);
            }

            TensorPrimitives.MultiplyAdd(_update, -0.02f * MathF.Sqrt(MathF.Max(1, (float)rows / columns)), Weights, Weights);
        }

        private static float[] Values(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
