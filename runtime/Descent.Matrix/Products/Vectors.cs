using System.Runtime.Intrinsics;

namespace Descent.Matrices;

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct Vectors512 : IVectors<Vector512<float>, float>, IVectors<Vector512<double>, double>
{
    static int IVectors<Vector512<float>, float>.Width => Vector512<float>.Count;

    static int IVectors<Vector512<double>, double>.Width => Vector512<double>.Count;

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static void Store(Vector512<float> vector, float* destination) => vector.Store(destination);

    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) => Vector512.FusedMultiplyAdd(x, y, z);

    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    public static void Store(Vector512<double> vector, double* destination) => vector.Store(destination);

    public static Vector512<double> MultiplyAdd(Vector512<double> x, Vector512<double> y, Vector512<double> z) => Vector512.FusedMultiplyAdd(x, y, z);
}

/// <summary>Vectors of 256 bits.</summary>
internal readonly unsafe struct Vectors256 : IVectors<Vector256<float>, float>, IVectors<Vector256<double>, double>
{
    static int IVectors<Vector256<float>, float>.Width => Vector256<float>.Count;

    static int IVectors<Vector256<double>, double>.Width => Vector256<double>.Count;

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(Vector256<float> vector, float* destination) => vector.Store(destination);

    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) => Vector256.FusedMultiplyAdd(x, y, z);

    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    public static void Store(Vector256<double> vector, double* destination) => vector.Store(destination);

    public static Vector256<double> MultiplyAdd(Vector256<double> x, Vector256<double> y, Vector256<double> z) => Vector256.FusedMultiplyAdd(x, y, z);
}

/// <summary>Vectors of 128 bits.</summary>
internal readonly unsafe struct Vectors128 : IVectors<Vector128<float>, float>, IVectors<Vector128<double>, double>
{
    static int IVectors<Vector128<float>, float>.Width => Vector128<float>.Count;

    static int IVectors<Vector128<double>, double>.Width => Vector128<double>.Count;

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(Vector128<float> vector, float* destination) => vector.Store(destination);

    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) => Vector128.FusedMultiplyAdd(x, y, z);

    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    public static void Store(Vector128<double> vector, double* destination) => vector.Store(destination);

    public static Vector128<double> MultiplyAdd(Vector128<double> x, Vector128<double> y, Vector128<double> z) => Vector128.FusedMultiplyAdd(x, y, z);
}

/// <summary>One number at a time, for processors without vectors.</summary>
internal readonly unsafe struct Numbers : IVectors<float, float>, IVectors<double, double>
{
    static int IVectors<float, float>.Width => 1;

    static int IVectors<double, double>.Width => 1;

    public static float Broadcast(float value) => value;

    public static float Load(float* source) => *source;

    public static void Store(float vector, float* destination) => *destination = vector;

    public static float MultiplyAdd(float x, float y, float z) => MathF.FusedMultiplyAdd(x, y, z);

    public static double Broadcast(double value) => value;

    public static double Load(double* source) => *source;

    public static void Store(double vector, double* destination) => *destination = vector;

    public static double MultiplyAdd(double x, double y, double z) => Math.FusedMultiplyAdd(x, y, z);
}
