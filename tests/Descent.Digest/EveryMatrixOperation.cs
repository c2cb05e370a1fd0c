using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Matrices;

namespace Descent.Digest;

/// <summary>Every operation on matrices, of sides that are no multiple of any vector's or tile's.</summary>
internal static class EveryMatrixOperation
{
    private const int Rows = 203, Columns = 71;

    public static byte[] Digest<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(1);
        var workspace = new MatrixWorkspace();
        T[] left = Draw(), right = Draw(), product = new T[Rows * Rows], gram = Square(), values = new T[Columns], vectors = Square();
        T[] root = Square(), refined = Square(), orthonormal = new T[Rows * Columns], triangle = Square(), wide = new T[Rows * Columns];
        var order = new int[Columns];
        var source = new MatrixView<T>(left, Rows, Columns);
        var other = new MatrixView<T>(right, Columns, Rows);
        var all = new MatrixView<T>(product, Rows, Rows);
        var symmetric = new MatrixView<T>(gram, Columns, Columns);
        Matrix.Multiply<T>(source, other, all, workspace);
        Matrix.MultiplyAdd<T>(source, other, T.CreateTruncating(0.7), all, T.CreateTruncating(-1.3), all, workspace);
        Matrix.Gram(source.Transposed, symmetric, workspace);
        Matrix.GramAdd<T>(other, T.CreateTruncating(0.3), symmetric, T.CreateTruncating(0.9), symmetric, workspace);
        Matrix.Eigenvectors<T>(symmetric, values, new(vectors, Columns, Columns), workspace);
        Matrix.InverseRoot<T>(symmetric, 4, 1e-6, new(root, Columns, Columns), workspace);
        Matrix.RefineEigenvectors<T>(symmetric, new(vectors, Columns, Columns), new(refined, Columns, Columns), order, workspace);
        Matrix.Qr<T>(source, new(orthonormal, Rows, Columns), new(triangle, Columns, Columns), workspace);
        Matrix.Orthogonalize<T>(source, source, NewtonSchulz.Muon, workspace);
        Matrix.Orthogonalize<T>(other, new(wide, Columns, Rows), new() { Steps = 4, NormGuard = NormGuard.AtLeast }, workspace);
        T[][] results = [left, product, gram, values, vectors, root, refined, orthonormal, triangle, wide];
        return SHA256.HashData([.. results.SelectMany(result => MemoryMarshal.AsBytes<T>(result).ToArray()), .. MemoryMarshal.AsBytes<int>(order)]);

        T[] Draw() => [.. Enumerable.Range(0, Rows * Columns).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
        T[] Square() => new T[Columns * Columns];
    }

    /// <summary>The weights after some steps of every rule of whole matrices.</summary>
    public static byte[] DigestOfRules<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Powers of these are exact, whatever the platform.
        Func<Optimizer>[] rules =
        [
            () => new Muon(), () => new Muon { IsNesterov = false, NormGuard = NormGuard.AtLeast, Scale = MuonScale.MatchAdamW, WeightDecay = 0.1 },
            () => new Shampoo { Frequency = 2 }, () => new Shampoo { Root = 2, IsOneAfterTheOther = true },
            () => new Soap { Frequency = 2, Beta1 = 0.5, Beta2 = 0.75, IsNormalized = true }, () => new SPlus { Frequency = 2 },
        ];
        var random = new Random(2);
        var digests = new List<byte>();
        foreach (var create in rules)
        {
            using var rule = create();
            T[] weights = Draw(), gradients = Draw();
            rule.Add("weights", weights, gradients, [Rows, Columns]);
            for (var step = 0; step < 4; step++)
            {
                Draw().CopyTo(gradients, 0);
                rule.Step();
            }

            digests.AddRange(MemoryMarshal.AsBytes<T>(weights));
        }

        return SHA256.HashData([.. digests]);

        T[] Draw() => [.. Enumerable.Range(0, Rows * Columns).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }
}
