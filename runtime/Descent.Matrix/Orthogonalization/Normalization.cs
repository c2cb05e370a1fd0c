using System.Numerics;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent.Matrices;

/// <summary>Divides a matrix by its guarded Frobenius norm, which is taken in <see cref="double"/> by the tree of all reductions.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class Normalization<T> : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Euclidean = 2;

    private readonly AlignedMemory _terms = new();
    private T* _source, _result;
    private int _length;
    private T _divisor;
    private bool _isDividing;

    /// <summary>Divides; the result may be the matrix itself.</summary>
    public void Run(ReadOnlySpan<T> matrix, Span<T> result, double epsilon, NormGuard guard, int degree, TaskScheduler? scheduler)
    {
        var chunks = Reduction.CountChunks(matrix.Length);
        fixed (T* source = matrix, destination = result)
        {
            _source = source;
            _result = destination;
            _length = matrix.Length;
            var terms = _terms.Room<NormTerm>(chunks);
            _isDividing = false;
            WorkerTeam.Shared.Run(this, 0, chunks, degree, scheduler);
            var norm = NormTerm.Combine(new ReadOnlySpan<NormTerm>(terms, chunks), Euclidean).Norm(Euclidean).Times(1);
            _divisor = T.CreateTruncating(guard == NormGuard.Add ? norm + epsilon : Math.Max(norm, epsilon));
            _isDividing = true;
            WorkerTeam.Shared.Run(this, 0, chunks, degree, scheduler);
        }
    }

    void IWork.Run(int item)
    {
        var start = item * Reduction.ChunkLength;
        var length = Math.Min(Reduction.ChunkLength, _length - start);
        var source = new ReadOnlySpan<T>(_source + start, length);
        if (_isDividing)
        {
            RowArithmetic.Divide(source, _divisor, new(_result + start, length));
        }
        else
        {
            _terms.Room<NormTerm>(0)[item] = NormTerm.Of(source, Euclidean);
        }
    }
}
