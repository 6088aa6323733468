terraform {
  required_providers { aws = { source = "hashicorp/aws", version = "5.100.0" } }
}

# Where the sandbox is.
variable "endpoint" {
  type = string
}

# What can change in place does so from false to true.
variable "changed" {
  type    = bool
  default = false
}

provider "aws" {
  region                 = "us-east-1"
  access_key             = "any"
  secret_key             = "any"
  skip_region_validation = true
  endpoints {
    ssoadmin      = var.endpoint
    identitystore = var.endpoint
    organizations = var.endpoint
    sts           = var.endpoint
  }
}
data "aws_caller_identity" "me" {}
data "aws_ssoadmin_instances" "all" {}
data "aws_organizations_organization" "this" {}
data "aws_organizations_delegated_administrators" "sso" { service_principal = "sso.amazonaws.com" }
data "aws_organizations_delegated_services" "sso" { account_id = tolist(data.aws_organizations_delegated_administrators.sso.delegated_administrators)[0].id }
data "aws_organizations_organizational_units" "top" { parent_id = data.aws_organizations_organization.this.roots[0].id }
data "aws_organizations_resource_tags" "acct" { resource_id = data.aws_organizations_organization.this.master_account_id }
locals {
  instance = tolist(data.aws_ssoadmin_instances.all.arns)[0]
  store    = tolist(data.aws_ssoadmin_instances.all.identity_store_ids)[0]
  root     = data.aws_organizations_organization.this.roots[0].id
}
resource "aws_identitystore_user" "ada" {
  identity_store_id  = local.store
  user_name          = "ada"
  display_name       = var.changed ? "Ada King" : "Ada Lovelace"
  nickname           = var.changed ? null : "Enchantress"
  title              = var.changed ? "Countess" : "Analyst"
  user_type          = "employee"
  locale             = "en-GB"
  timezone           = var.changed ? "Europe/Rome" : "Europe/London"
  preferred_language = "en-GB"
  profile_url        = "https://example.com/ada"
  name {
    given_name       = "Ada"
    family_name      = var.changed ? "King" : "Lovelace"
    middle_name      = var.changed ? null : "B"
    formatted        = "Ada, Countess"
    honorific_prefix = "Lady"
    honorific_suffix = "Esq"
  }
  emails {
    value   = var.changed ? "ada@king.example" : "ada@example.com"
    type    = "home"
    primary = true
  }
  dynamic "addresses" {
    for_each = var.changed ? [] : [1]
    content {
      street_address = "12 St James"
      locality       = "London"
      region         = "England"
      postal_code    = "SW1"
      country        = "GB"
      formatted      = "all"
      type           = "home"
      primary        = true
    }
  }
  phone_numbers {
    value   = var.changed ? "+44 2" : "+44 1"
    type    = "work"
    primary = true
  }
}
resource "aws_identitystore_user" "plain" {
  identity_store_id = local.store
  user_name         = "plain"
  display_name      = "Plain"
  name {
    given_name  = "P"
    family_name = "Lain"
  }
}
resource "aws_identitystore_group" "g" {
  identity_store_id = local.store
  display_name      = "Analysts"
  description       = var.changed ? "They count more" : "They count"
}
resource "aws_identitystore_group_membership" "m" {
  identity_store_id = local.store
  group_id          = aws_identitystore_group.g.group_id
  member_id         = aws_identitystore_user.ada.user_id
}
resource "aws_ssoadmin_permission_set" "ps" {
  instance_arn     = local.instance
  name             = "TfAnalyst"
  description      = var.changed ? "Changed" : "Reads"
  session_duration = var.changed ? "PT4H" : "PT2H"
  relay_state      = var.changed ? null : "https://console.aws.amazon.com/"
  tags             = var.changed ? { team = "b" } : { team = "a", stage = "x" }
}
resource "aws_ssoadmin_managed_policy_attachment" "ro" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.ps.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
resource "aws_ssoadmin_customer_managed_policy_attachment" "own" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.ps.arn
  customer_managed_policy_reference {
    name = "Own"
    path = "/a/"
  }
}
resource "aws_ssoadmin_permission_set_inline_policy" "inl" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.ps.arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.changed ? "s3:Get*" : "s3:List*", Resource = "*" }] })
}
resource "aws_ssoadmin_permissions_boundary_attachment" "b" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.ps.arn
  permissions_boundary {
    managed_policy_arn = var.changed ? null : "arn:aws:iam::aws:policy/PowerUserAccess"
    dynamic "customer_managed_policy_reference" {
      for_each = var.changed ? [1] : []
      content {
        name = "Fence"
        path = "/"
      }
    }
  }
}
resource "aws_organizations_organizational_unit" "ou" {
  name      = var.changed ? "TfB" : "TfA"
  parent_id = local.root
  tags      = var.changed ? { a = "2" } : { a = "1", b = "1" }
}
resource "aws_organizations_organizational_unit" "ou2" {
  name      = "TfChild"
  parent_id = aws_organizations_organizational_unit.ou.id
}
resource "aws_organizations_account" "acc" {
  name              = "tf-account"
  email             = "tf@example.com"
  parent_id         = var.changed ? aws_organizations_organizational_unit.ou2.id : aws_organizations_organizational_unit.ou.id
  close_on_deletion = true
  tags              = { a = "1" }
}
resource "aws_organizations_delegated_administrator" "d" {
  account_id        = aws_organizations_account.acc.id
  service_principal = "guardduty.amazonaws.com"
}
resource "aws_ssoadmin_account_assignment" "group" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.ps.arn
  principal_id       = aws_identitystore_group.g.group_id
  principal_type     = "GROUP"
  target_id          = aws_organizations_account.acc.id
  target_type        = "AWS_ACCOUNT"
}
resource "aws_ssoadmin_account_assignment" "user" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.ps.arn
  principal_id       = aws_identitystore_user.plain.user_id
  principal_type     = "USER"
  target_id          = aws_organizations_account.acc.id
  target_type        = "AWS_ACCOUNT"
}
resource "aws_ssoadmin_instance_access_control_attributes" "abac" {
  instance_arn = local.instance
  attribute {
    key = var.changed ? "site" : "team"
    value { source = ["$${path:enterprise.division}"] }
  }
}
data "aws_identitystore_user" "ada" {
  identity_store_id = local.store
  alternate_identifier {
    unique_attribute {
      attribute_path  = "UserName"
      attribute_value = aws_identitystore_user.ada.user_name
    }
  }
}
data "aws_identitystore_group" "g" {
  identity_store_id = local.store
  alternate_identifier {
    unique_attribute {
      attribute_path  = "DisplayName"
      attribute_value = aws_identitystore_group.g.display_name
    }
  }
}
data "aws_ssoadmin_permission_set" "ps" {
  instance_arn = local.instance
  name         = aws_ssoadmin_permission_set.ps.name
}
