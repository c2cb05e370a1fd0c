using Descent.CompilerServices.Functions;

namespace Descent.Cuda.Kernels.Functions;

/// <summary>
/// The arithmetic of the processor's functions, which writes an instruction for each operation in place of computing: the functions of a GPU are those of the processor, from the
/// same source. A comparison is a condition until its bits are asked for. What the processor does for some values alone is done for all.
/// </summary>
#pragma warning disable CS0660, CS0661 // Nobody compares recorded values.
internal readonly struct RecordedDoubles : IDoubles<RecordedDoubles>
#pragma warning restore CS0660, CS0661
{
    private readonly string? _register;
    private readonly ulong _constant;

    private RecordedDoubles(string? register, bool isCondition, ulong constant = 0) => (_register, IsCondition, _constant) = (register, isCondition, constant);

    public static RecordedDoubles Places => throw new NotSupportedException("A thread has one value.");

    /// <summary>Whether it is a condition.</summary>
    public bool IsCondition { get; }

    private bool IsConstant => _register is null;

    private double Value => BitConverter.UInt64BitsToDouble(_constant);

    /// <summary>The value in a register.</summary>
    public static RecordedDoubles Of(string register) => new(register, isCondition: false);

    public static RecordedDoubles Create(double value) => FromBits(BitConverter.DoubleToUInt64Bits(value));

    public static RecordedDoubles FromBits(ulong bits) => new(null, isCondition: false, bits);

    public static RecordedDoubles operator +(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? Create(left.Value + right.Value) : Write("add.rn.f64", left.Number(), right.Number());

    public static RecordedDoubles operator -(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? Create(left.Value - right.Value) : Write("sub.rn.f64", left.Number(), right.Number());

    public static RecordedDoubles operator *(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? Create(left.Value * right.Value) : Write("mul.rn.f64", left.Number(), right.Number());

    public static RecordedDoubles operator /(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? Create(left.Value / right.Value) : Write("div.rn.f64", left.Number(), right.Number());

    public static RecordedDoubles operator -(RecordedDoubles value) => value.IsConstant ? Create(-value.Value) : Write("neg.f64", value.Number());

    public static RecordedDoubles operator &(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? FromBits(left._constant & right._constant) : Combine("and", left, right);

    public static RecordedDoubles operator |(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? FromBits(left._constant | right._constant) : Combine("or", left, right);

    public static RecordedDoubles operator ^(RecordedDoubles left, RecordedDoubles right)
        => left.IsConstant && right.IsConstant ? FromBits(left._constant ^ right._constant) : Combine("xor", left, right);

    public static RecordedDoubles operator ~(RecordedDoubles value) => value.IsCondition ? Condition("not.pred", value._register!) : Write("not.b64", value.Bits());

    public static RecordedDoubles operator <(RecordedDoubles left, RecordedDoubles right) => Compare("lt", left, right);

    public static RecordedDoubles operator <=(RecordedDoubles left, RecordedDoubles right) => Compare("le", left, right);

    public static RecordedDoubles operator >(RecordedDoubles left, RecordedDoubles right) => Compare("gt", left, right);

    public static RecordedDoubles operator >=(RecordedDoubles left, RecordedDoubles right) => Compare("ge", left, right);

    public static RecordedDoubles operator ==(RecordedDoubles left, RecordedDoubles right) => Compare("eq", left, right);

    public static RecordedDoubles operator !=(RecordedDoubles left, RecordedDoubles right) => Compare("neu", left, right);

    public static RecordedDoubles operator <<(RecordedDoubles value, int count) => Write("shl.b64", value.Bits(), Recording.Text(count));

    public static RecordedDoubles operator >>>(RecordedDoubles value, int count) => Write("shr.u64", value.Bits(), Recording.Text(count));

    public static RecordedDoubles AddBits(RecordedDoubles left, RecordedDoubles right) => Write("add.u64", left.Bits(), right.Bits());

    public static RecordedDoubles MultiplyWords(RecordedDoubles left, RecordedDoubles right)
    {
        var mask = FromBits(uint.MaxValue);
        return Write("mul.lo.u64", (left & mask).Bits(), (right & mask).Bits());
    }

    public static RecordedDoubles Select(RecordedDoubles condition, RecordedDoubles whenTrue, RecordedDoubles whenFalse)
        => !condition.IsCondition ? throw new NotSupportedException("What chooses is a condition.")
            : whenTrue.IsCondition ? Combine("or", condition & whenTrue, ~condition & whenFalse)
            : Write("selp.b64", whenTrue.Bits(), whenFalse.Bits(), condition._register!);

    public static bool AreBelow(RecordedDoubles left, RecordedDoubles right) => false;

    public static bool AnyClear(RecordedDoubles left, RecordedDoubles right, uint offset, uint mask) => true;

    public static bool Any(RecordedDoubles mask) => Recording.Current.IsOneMoreRound();

    public static RecordedDoubles FusedMultiplyAdd(RecordedDoubles x, RecordedDoubles y, RecordedDoubles z)
        => x.IsConstant && y.IsConstant && z.IsConstant ? Create(Math.FusedMultiplyAdd(x.Value, y.Value, z.Value)) : Write("fma.rn.f64", x.Number(), y.Number(), z.Number());

    public static RecordedDoubles IsNegative(RecordedDoubles x) => Condition("setp.lt.s64", x.Bits(), "0");

    public static RecordedDoubles IsNaN(RecordedDoubles x) => Compare("nan", x, x);

    public static RecordedDoubles Abs(RecordedDoubles x) => Write("abs.f64", x.Number());

    public static RecordedDoubles Sqrt(RecordedDoubles x) => Write("sqrt.rn.f64", x.Number());

    // There the sign is that of the first operand.
    public static RecordedDoubles CopySign(RecordedDoubles magnitude, RecordedDoubles sign) => Write("copysign.f64", sign.Number(), magnitude.Number());

    public static RecordedDoubles Truncate(RecordedDoubles x) => Write("cvt.rzi.f64.f64", x.Number());

    public static RecordedDoubles Round(RecordedDoubles x) => Write("cvt.rni.f64.f64", x.Number());

    /// <summary>It as an operand of an instruction for numbers.</summary>
    public string Number() => IsConstant ? $"0D{_constant:X16}" : Bits();

    /// <summary>It as an operand of an instruction for bits: all are set where a condition holds.</summary>
    private string Bits() => IsCondition ? Write("selp.b64", "0xffffffffffffffff", "0", _register!)._register! : _register ?? $"0x{_constant:x}";

    private static RecordedDoubles Combine(string operation, RecordedDoubles left, RecordedDoubles right) => left.IsCondition && right.IsCondition
        ? Condition($"{operation}.pred", left._register!, right._register!)
        : Write($"{operation}.b64", left.Bits(), right.Bits());

    private static RecordedDoubles Compare(string comparison, RecordedDoubles left, RecordedDoubles right) => Condition($"setp.{comparison}.f64", left.Number(), right.Number());

    private static RecordedDoubles Write(string instruction, params ReadOnlySpan<string> operands) => new(Recording.Current.Write(instruction, operands, isCondition: false), isCondition: false);

    private static RecordedDoubles Condition(string instruction, params ReadOnlySpan<string> operands) => new(Recording.Current.Write(instruction, operands, isCondition: true), isCondition: true);
}
