using System.Globalization;
using System.Numerics;
using Descent.Benchmarks.Measurement;
using Descent.Matrices;

namespace Descent.Benchmarks.Matrices;

/// <summary>
/// Measures products beside the peak of one core, times the threads, and Muon's orthogonalization beside its products alone. All take turns, for clocks change.
/// </summary>
internal static class MatrixCommand
{
    private static readonly (int Rows, int Columns, int Depth)[] s_products = [(768, 768, 768), (768, 3072, 768), (2048, 2048, 2048), (3072, 3072, 3072)];

    public static void Run(int rounds, TextWriter output)
    {
        WarmUp<float>();
        WarmUp<double>();
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Products, GFLOP/s and their share of the peak, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("rows × columns × terms", "type", "threads", "ms", "GFLOP/s", "of the peak", "OpenBLAS");
        foreach (var threads in Threads())
        {
            foreach (var (rows, columns, depth) in s_products)
            {
                Add<float>(table, rows, columns, depth, isGram: false, threads, rounds);
            }

            Add<float>(table, 768, 768, 3072, isGram: true, threads, rounds);
            Add<double>(table, 768, 3072, 768, isGram: false, threads, rounds);
        }

        table.Write(output);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Orthogonalizing, five steps, float, against its fifteen products alone, n = {rounds}:"));
        output.WriteLine();
        var orthogonalizing = new MarkdownTable("rows × columns", "threads", "ms", "products", "products ÷ all");
        foreach (var threads in Threads())
        {
            AddOrthogonalizing(orthogonalizing, 768, 3072, threads, rounds);
            AddOrthogonalizing(orthogonalizing, 3072, 768, threads, rounds);
            AddOrthogonalizing(orthogonalizing, 768, 768, threads, rounds);
        }

        orthogonalizing.Write(output);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A step of Muon over the four matrices of a layer of GPT-2 small, float, n = {rounds}:"));
        output.WriteLine();
        var muon = new MarkdownTable("threads", "ms", "products alone", "products ÷ step", "one operation after the other", "that ÷ step");
        foreach (var threads in Threads())
        {
            MuonSteps.Add(muon, threads, rounds);
        }

        muon.Write(output);
        AddFactorizations(rounds, output);
    }

    private static void WarmUp<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Side = 128;
        var workspace = new MatrixWorkspace();
        T[] values = Values<T>(Side * Side), result = new T[Side * Side];
        Alternation.WarmUp(
        [
            () => Matrix.Multiply<T>(new(values, Side, Side), new(values, Side, Side), new(result, Side, Side), workspace),
            () => Matrix.Gram<T>(new(values, Side, Side), new(result, Side, Side), workspace),
        ]);
    }

    private static int[] Threads() => Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];

    private static void Add<T>(MarkdownTable table, int rows, int columns, int depth, bool isGram, int threads, int rounds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var workspace = new MatrixWorkspace { MaxDegreeOfParallelism = threads };
        T[] left = Values<T>(rows * depth), right = Values<T>(depth * columns), result = new T[rows * columns];
        List<Action> contenders =
        [
            Peak.Run,
            isGram
                ? () => Matrix.Gram<T>(new(left, rows, depth), new(result, rows, rows), workspace)
                : () => Matrix.Multiply<T>(new(left, rows, depth), new(right, depth, columns), new(result, rows, columns), workspace),
        ];
        if (OpenBlas.IsThere && !isGram && left is float[] a && right is float[] b && result is float[] c)
        {
            OpenBlas.SetThreads(threads);
            contenders.Add(() => OpenBlas.Multiply(a, b, c, rows, columns, depth));
        }

        var samples = Alternation.Measure(contenders, rounds, 1);
        var operations = (isGram ? 1.0 : 2.0) * rows * columns * depth;
        var peak = samples[0].Times.Select(time => Peak.Operations * threads / time / (typeof(T) == typeof(double) ? 2 : 1)).ToList();
        var shares = new Sample([.. samples[1].Times.Zip(peak, (time, limit) => operations / time / limit)]);
        table.Add(
            string.Create(CultureInfo.InvariantCulture, $"{rows} × {columns} × {depth}{(isGram ? ", X Xᵀ" : "")}"),
            typeof(T) == typeof(float) ? "float" : "double",
            Number(threads, "0"),
            Number(samples[1].Median / 1e6, "0.00"),
            Number(operations / samples[1].Median, "0"),
            Number(shares.Median, "0.00"),
            samples.Count > 2 ? Number(operations / samples[2].Median, "0") : "not there");
    }

    private static void AddOrthogonalizing(MarkdownTable table, int rows, int columns, int threads, int rounds)
    {
        var workspace = new MatrixWorkspace { MaxDegreeOfParallelism = threads };
        var side = Math.Min(rows, columns);
        float[] matrix = Values<float>(rows * columns), result = new float[rows * columns], gram = new float[side * side], square = new float[side * side];
        var samples = Alternation.Measure([Orthogonalize, Products], rounds, 1);
        table.Add(
            $"{rows} × {columns}",
            Number(threads, "0"),
            Number(samples[0].Median / 1e6, "0.0"),
            Number(samples[1].Median / 1e6, "0.0"),
            Number(samples[1].RatioTo(samples[0]), "0.00"));

        void Orthogonalize() => Matrix.Orthogonalize<float>(new(matrix, rows, columns), new(result, rows, columns), NewtonSchulz.Muon, workspace);

        void Products()
        {
            var view = new ReadOnlyMatrixView<float>(matrix, rows, columns);
            for (var step = 0; step < NewtonSchulz.Muon.Steps; step++)
            {
                var isTall = rows > columns;
                Matrix.Gram(isTall ? view.Transposed : view, new(gram, side, side), workspace);
                Matrix.Gram<float>(new(gram, side, side), new(square, side, side), workspace);
                Matrix.Multiply(isTall ? view : new(square, side, side), isTall ? new(square, side, side) : view, new(result, rows, columns), workspace);
            }
        }
    }

    private static void AddFactorizations(int rounds, TextWriter output)
    {
        const int Side = 768;
        var workspace = new MatrixWorkspace();
        float[] values = Values<float>(Side * Side), symmetric = new float[Side * Side], result = new float[Side * Side], eigenvalues = new float[Side];
        Matrix.Gram<float>(new(values, Side, Side), new(symmetric, Side, Side), workspace);
        var samples = Alternation.Measure(
        [
            () => Matrix.Eigenvectors<float>(new(symmetric, Side, Side), eigenvalues, new(result, Side, Side), workspace),
            () => Matrix.InverseRoot<float>(new(symmetric, Side, Side), 4, 1e-6, new(result, Side, Side), workspace),
            () => Matrix.RefineEigenvectors<float>(new(symmetric, Side, Side), new(values, Side, Side), new(result, Side, Side), new int[Side], workspace),
        ], Math.Min(rounds, 5), 1);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Side} × {Side}, in double: eigenvectors {samples[0].Median / 1e6:0} ms, inverse root {samples[1].Median / 1e6:0} ms, refined eigenvectors {samples[2].Median / 1e6:0} ms."));
    }

    private static T[] Values<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
