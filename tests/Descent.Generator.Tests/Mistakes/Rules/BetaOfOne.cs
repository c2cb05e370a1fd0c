// A decay of 1 keeps the first value for ever, and its bias correction divides by 0.
// Expected: DSC0301
public static class BetaOfOne
{
    public static Adam Create() => new() { Beta1 = 1.0, Beta2 = 0.999 };
}
