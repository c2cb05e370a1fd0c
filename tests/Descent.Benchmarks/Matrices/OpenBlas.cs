using System.Runtime.InteropServices;

namespace Descent.Benchmarks.Matrices;

/// <summary>OpenBLAS's product, on machines that have the library.</summary>
internal static unsafe class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, NotTransposed = 111;

    /// <summary>Whether the library is there.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>How many threads the next products take.</summary>
    public static void SetThreads(int threads) => openblas_set_num_threads(threads);

    /// <summary>result = left × right, in <c>float</c>.</summary>
    public static void Multiply(float[] left, float[] right, float[] result, int rows, int columns, int depth)
    {
        fixed (float* a = left, b = right, c = result)
        {
            cblas_sgemm(RowMajor, NotTransposed, NotTransposed, rows, columns, depth, 1, a, depth, b, columns, 0, c, columns);
        }
    }

#pragma warning disable IDE1006, SYSLIB1054 // The library's own names, which are not to be generated code.
    [DllImport(Library)]
    private static extern void openblas_set_num_threads(int threads);

    [DllImport(Library)]
    private static extern void cblas_sgemm(
        int order, int transposesA, int transposesB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);
#pragma warning restore IDE1006, SYSLIB1054
}
